//! Every command and query, one line each. From that line come dispatch, the command line, the
//! types of the window, the JSON Schema, the permission matrix and the history's wording.

use crate::{
    agreements, assignment, calls, changes, companies, deals, deliverables, feedback, files,
    history, home, imports, invoices, kickoffs, leads, meetings, milestones, numbering, packs,
    payments, people, projects, queue, quotes, reminders, reports, schedule, schema, settings,
    signoffs, sow_items, staffing, tables, tax,
};
use netra_kernel::{Catalogue, CommandEntry as C, QueryEntry as Q};

/// The catalogue of this program.
pub fn catalogue() -> Catalogue {
    Catalogue::new(commands(), queries(), tables::SYNCED, people::actor, settings::zone)
}

fn commands() -> Vec<C> {
    vec![
        // the workspace and its people
        C::of::<people::commands::WorkspaceCreate>(),
        C::of::<people::commands::PersonAdd>(),
        C::of::<people::commands::PersonUpdate>(),
        C::of::<people::commands::PersonSetRoles>(),
        C::of::<people::commands::PersonSetStatus>(),
        C::of::<people::commands::RoleSetPermissions>(),
        C::of::<settings::SettingSet>(),
        C::of::<files::FileAdd>(),
        C::of::<history::Undo>(),
        // the sale
        C::of::<companies::commands::CompanyCreate>(),
        C::of::<companies::commands::CompanyUpdate>(),
        C::of::<companies::commands::CompanyArchive>(),
        C::of::<companies::commands::CompanyRestore>(),
        C::of::<companies::commands::ContactCreate>(),
        C::of::<companies::commands::ContactUpdate>(),
        C::of::<deals::commands::DealCreate>(),
        C::of::<deals::commands::DealCreateFromLead>(),
        C::of::<deals::commands::DealMove>(),
        C::of::<deals::commands::DealUpdate>(),
        C::of::<tax::commands::TaxSetRate>(),
        C::of::<quotes::commands::QuoteCreate>(),
        C::of::<quotes::commands::QuoteUpdateHeader>(),
        C::of::<quotes::commands::QuoteSetInstalments>(),
        C::of::<quotes::commands::QuoteSetLines>(),
        C::of::<quotes::commands::QuoteAddSection>(),
        C::of::<quotes::commands::QuoteUpdateSection>(),
        C::of::<quotes::commands::QuoteRemoveSection>(),
        C::of::<quotes::commands::QuoteAddLine>(),
        C::of::<quotes::commands::QuoteAddLines>(),
        C::of::<quotes::commands::QuoteUpdateLine>(),
        C::of::<quotes::commands::QuoteMoveLine>(),
        C::of::<quotes::commands::QuoteRemoveLine>(),
        C::of::<quotes::commands::QuoteSubmit>(),
        C::of::<quotes::commands::QuoteApprove>(),
        C::of::<quotes::commands::QuoteReturn>(),
        C::of::<quotes::commands::QuoteSend>(),
        C::of::<quotes::commands::QuoteMarkViewed>(),
        C::of::<quotes::commands::QuoteAccept>(),
        C::of::<quotes::commands::QuoteDecline>(),
        C::of::<quotes::commands::QuoteExpire>(),
        C::of::<quotes::commands::QuoteCopy>(),
        C::of::<payments::commands::PaymentRecord>(),
        C::of::<payments::commands::PaymentVerify>(),
        C::of::<payments::commands::PaymentReject>(),
        C::of::<payments::commands::PaymentReverse>(),
        C::of::<invoices::InvoiceDraft>(),
        C::of::<invoices::InvoiceIssue>(),
        C::of::<invoices::InvoiceCancel>(),
        C::of::<reminders::ReminderSend>(),
        C::of::<schedule::ScheduleRun>(),
        C::of::<packs::PackRecord>(),
        // leads
        C::of::<leads::commands::LeadCreate>(),
        C::of::<leads::commands::LeadUpdate>(),
        C::of::<leads::commands::LeadArchive>(),
        C::of::<leads::commands::LeadRestore>(),
        C::of::<leads::commands::LeadMerge>(),
        C::of::<leads::commands::LeadSetDnd>(),
        C::of::<leads::commands::LeadWithdrawConsent>(),
        C::of::<leads::commands::LeadAddNote>(),
        C::of::<leads::commands::LeadSetFollowUp>(),
        C::of::<imports::commands::ImportStart>(),
        C::of::<imports::commands::ImportRows>(),
        C::of::<imports::commands::ImportFinish>(),
        C::of::<imports::commands::ImportCancel>(),
        C::of::<imports::commands::ImportFixRow>(),
        C::of::<imports::commands::ImportUndo>(),
        C::of::<assignment::commands::LeadAssign>(),
        C::of::<assignment::commands::LeadDistribute>(),
        C::of::<assignment::commands::QueueTake>(),
        C::of::<assignment::commands::AssignmentRuleSet>(),
        C::of::<assignment::commands::CallerSetLimits>(),
        C::of::<calls::commands::CallStart>(),
        C::of::<calls::commands::CallRinging>(),
        C::of::<calls::commands::CallConnected>(),
        C::of::<calls::commands::CallEnded>(),
        C::of::<calls::commands::CallSetNote>(),
        C::of::<calls::commands::CallSetRecording>(),
        C::of::<calls::commands::CallDispose>(),
        C::of::<calls::dispositions::DispositionSet>(),
        // projects
        C::of::<kickoffs::KickoffRequest>(),
        C::of::<kickoffs::KickoffAccept>(),
        C::of::<kickoffs::KickoffReturn>(),
        C::of::<kickoffs::KickoffReject>(),
        C::of::<kickoffs::KickoffResubmit>(),
        C::of::<projects::commands::ProjectStartExecution>(),
        C::of::<projects::commands::ProjectHold>(),
        C::of::<projects::commands::ProjectResume>(),
        C::of::<projects::commands::ProjectCancel>(),
        C::of::<projects::commands::ProjectComplete>(),
        C::of::<projects::commands::ProjectArchive>(),
        C::of::<projects::commands::ProjectWaiveReview>(),
        C::of::<projects::commands::ProjectSetContacts>(),
        C::of::<staffing::StaffingRequest>(),
        C::of::<staffing::StaffingApprove>(),
        C::of::<staffing::StaffingDecline>(),
        C::of::<staffing::StaffingAssign>(),
        C::of::<staffing::StaffingRelease>(),
        C::of::<meetings::MeetingPlan>(),
        C::of::<meetings::MeetingReschedule>(),
        C::of::<meetings::MeetingHold>(),
        C::of::<meetings::MeetingCancel>(),
        C::of::<meetings::MeetingWriteMom>(),
        C::of::<meetings::MeetingActionDone>(),
        C::of::<meetings::MeetingAddProof>(),
        C::of::<milestones::MilestoneDefine>(),
        C::of::<milestones::MilestoneUpdate>(),
        C::of::<milestones::MilestoneSubmit>(),
        C::of::<milestones::MilestoneSendBack>(),
        C::of::<sow_items::SowItemPlan>(),
        C::of::<sow_items::SowItemStart>(),
        C::of::<sow_items::SowItemProgress>(),
        C::of::<sow_items::SowItemSubmit>(),
        C::of::<sow_items::SowItemConsent>(),
        C::of::<sow_items::SowItemSendBack>(),
        C::of::<sow_items::SowItemImplement>(),
        C::of::<deliverables::DeliverableCreate>(),
        C::of::<deliverables::DeliverableDiscard>(),
        C::of::<deliverables::DeliverableSubmit>(),
        C::of::<deliverables::DeliverableAccept>(),
        C::of::<deliverables::DeliverableRequestChanges>(),
        C::of::<signoffs::SignoffGive>(),
        C::of::<changes::ChangeDraft>(),
        C::of::<changes::ChangeSubmit>(),
        C::of::<changes::ChangeApprove>(),
        C::of::<changes::ChangeDecline>(),
        C::of::<changes::ChangeWithdraw>(),
        C::of::<changes::ChangeApply>(),
        C::of::<reports::ReportDraft>(),
        C::of::<reports::ReportSend>(),
        C::of::<feedback::FeedbackRecord>(),
    ]
}

fn queries() -> Vec<Q> {
    vec![
        // the workspace and its people
        Q::of::<people::queries::PersonList>(),
        Q::of::<people::queries::PersonMe>(),
        Q::of::<people::queries::RoleList>(),
        Q::of::<settings::SettingList>(),
        Q::of::<settings::SettingChoices>(),
        Q::of::<numbering::queries::NumberingSeries>(),
        Q::of::<files::FileGet>(),
        Q::of::<home::HomeMonday>(),
        Q::of::<home::HomeSales>(),
        Q::of::<home::HomeMoney>(),
        Q::of::<home::HomeAdmin>(),
        Q::of::<history::HistoryOf>(),
        Q::of::<history::HistoryRecent>(),
        Q::of::<history::HistoryNews>(),
        // the sale
        Q::of::<companies::queries::CompanyList>(),
        Q::of::<companies::queries::CompanyGet>(),
        Q::of::<companies::queries::ContactList>(),
        Q::of::<companies::queries::ContactGet>(),
        Q::of::<deals::queries::DealStages>(),
        Q::of::<deals::queries::DealList>(),
        Q::of::<deals::queries::DealGet>(),
        Q::of::<deals::board::DealBoard>(),
        Q::of::<tax::TaxRates>(),
        Q::of::<quotes::queries::QuoteList>(),
        Q::of::<quotes::queries::QuoteGet>(),
        Q::of::<quotes::version_queries::QuoteVersions>(),
        Q::of::<quotes::version_queries::QuoteVersion>(),
        Q::of::<quotes::version_queries::QuoteDiff>(),
        Q::of::<quotes::version_queries::QuoteVerify>(),
        Q::of::<quotes::document::QuoteDocument>(),
        Q::of::<agreements::queries::AgreementList>(),
        Q::of::<agreements::queries::AgreementGet>(),
        Q::of::<payments::queries::PaymentList>(),
        Q::of::<payments::queries::PaymentDue>(),
        Q::of::<payments::queries::PaymentRemindersDue>(),
        Q::of::<invoices::InvoiceList>(),
        Q::of::<invoices::InvoiceGet>(),
        Q::of::<reminders::ReminderList>(),
        Q::of::<schedule::ScheduleDue>(),
        Q::of::<payments::document::PaymentStatement>(),
        Q::of::<payments::document::PaymentReceipt>(),
        Q::of::<packs::PackList>(),
        Q::of::<packs::PackContents>(),
        Q::of::<packs::PackKnown>(),
        // leads
        Q::of::<leads::list::LeadList>(),
        Q::of::<leads::queries::LeadGet>(),
        Q::of::<leads::queries::LeadFindDuplicates>(),
        Q::of::<leads::facets::LeadFacets>(),
        Q::of::<imports::queries::ImportList>(),
        Q::of::<imports::queries::ImportGet>(),
        Q::of::<imports::queries::ImportRejects>(),
        Q::of::<imports::queries::ImportKept>(),
        Q::of::<imports::queries::ImportMatch>(),
        Q::of::<imports::queries::ImportCheck>(),
        Q::of::<assignment::queries::AssignmentRules>(),
        Q::of::<assignment::queries::AssignmentSimulate>(),
        Q::of::<assignment::queries::CallerList>(),
        Q::of::<queue::QueueNext>(),
        Q::of::<queue::QueueList>(),
        Q::of::<queue::QueueCounters>(),
        Q::of::<queue::lists::QueueCallbacks>(),
        Q::of::<queue::lists::QueueNoNextStep>(),
        Q::of::<queue::lists::QueueResting>(),
        Q::of::<queue::lists::QueueUnassigned>(),
        Q::of::<calls::queries::CallList>(),
        Q::of::<calls::queries::CallCurrent>(),
        Q::of::<calls::queries::CallToday>(),
        Q::of::<calls::dispositions::DispositionList>(),
        // projects
        Q::of::<kickoffs::KickoffInbox>(),
        Q::of::<kickoffs::KickoffManagers>(),
        Q::of::<projects::queries::ProjectList>(),
        Q::of::<projects::queries::ProjectGet>(),
        Q::of::<projects::queries::ProjectCompletionCheck>(),
        Q::of::<projects::way::ProjectWay>(),
        Q::of::<projects::documents::ProjectDocument>(),
        Q::of::<staffing::StaffingBoard>(),
        Q::of::<meetings::MeetingList>(),
        Q::of::<milestones::MilestoneList>(),
        Q::of::<sow_items::SowItemList>(),
        Q::of::<deliverables::DeliverableList>(),
        Q::of::<signoffs::SignoffList>(),
        Q::of::<changes::ChangeList>(),
        Q::of::<reports::ReportList>(),
        Q::of::<feedback::FeedbackList>(),
    ]
}

/// The error codes of the whole program, for the test that each has its sentences.
pub fn error_codes() -> Vec<&'static str> {
    [
        netra_kernel::error::CODES,
        schema::SchemaError::CODES,
        people::PeopleError::CODES,
        settings::SettingError::CODES,
        files::FileError::CODES,
        history::HistoryError::CODES,
        companies::CompanyError::CODES,
        deals::DealError::CODES,
        numbering::NumberError::CODES,
        agreements::AgreementError::CODES,
        tax::TaxError::CODES,
        quotes::QuoteError::CODES,
        payments::PaymentError::CODES,
        leads::LeadError::CODES,
        imports::ImportError::CODES,
        assignment::AssignmentError::CODES,
        calls::CallError::CODES,
        kickoffs::KickoffError::CODES,
        projects::ProjectError::CODES,
        staffing::StaffingError::CODES,
        meetings::MeetingError::CODES,
        milestones::MilestoneError::CODES,
        sow_items::SowItemError::CODES,
        deliverables::DeliverableError::CODES,
        signoffs::SignoffError::CODES,
        changes::ChangeError::CODES,
        reports::ReportError::CODES,
        invoices::InvoiceError::CODES,
        reminders::ReminderError::CODES,
    ]
    .concat()
}

/// The codes of single wrong fields, for the same test.
pub fn field_codes() -> Vec<&'static str> {
    [
        netra_kernel::error::FIELD_CODES,
        people::FIELD_CODES,
        files::FIELD_CODES,
        settings::FIELD_CODES,
        packs::FIELD_CODES,
        leads::FIELD_CODES,
        imports::FIELD_CODES,
        assignment::FIELD_CODES,
        calls::FIELD_CODES,
        companies::FIELD_CODES,
        deals::FIELD_CODES,
        payments::FIELD_CODES,
        tax::FIELD_CODES,
        quotes::FIELD_CODES,
        projects::FIELD_CODES,
        staffing::FIELD_CODES,
        meetings::FIELD_CODES,
        milestones::FIELD_CODES,
        sow_items::FIELD_CODES,
        signoffs::FIELD_CODES,
        changes::FIELD_CODES,
        feedback::FIELD_CODES,
    ]
    .concat()
}

/// The labels (`label-…`) that views speak with, for the same test.
pub fn label_codes() -> Vec<&'static str> {
    [
        settings::LABELS,
        projects::gate::LABELS,
        projects::commands::LABELS,
        projects::steps::LABELS,
        projects::health::LABELS,
        projects::documents::LABELS,
        quotes::document::LABELS,
        packs::LABELS,
        people::LABELS,
        sow_items::LABELS,
        milestones::LABELS,
        deliverables::LABELS,
        changes::LABELS,
        reports::LABELS,
        reminders::LABELS,
        payments::LABELS,
        quotes::LABELS,
        quotes::STATE_LABELS,
        imports::LABELS,
        history::LABELS,
        companies::LABELS,
        assignment::LABELS,
        calls::LABELS,
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_well_formed() {
        let c = catalogue();
        let mut seen = std::collections::BTreeSet::new();
        for name in c.commands.iter().map(|c| c.name).chain(c.queries.iter().map(|q| q.name)) {
            assert!(seen.insert(name), "{name} twice");
            let ok = name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '.');
            assert!(ok, "{name}");
        }
    }

    #[test]
    fn requests_refuse_unknown_fields() {
        let c = catalogue();
        let schemas = c
            .commands
            .iter()
            .map(|c| (c.name, c.schema))
            .chain(c.queries.iter().map(|q| (q.name, q.schema)));
        for (name, schema) in schemas {
            let mut generator = schemars::SchemaGenerator::default();
            let (args, _) = schema(&mut generator);
            let mut text = args.to_string();
            if let Some(r) = args.get("$ref").and_then(|r| r.as_str()) {
                let key = r.rsplit('/').next().unwrap();
                text = generator.definitions()[key].to_string();
            }
            assert!(text.contains("\"additionalProperties\":false"), "{name} takes anything");
        }
    }
}
