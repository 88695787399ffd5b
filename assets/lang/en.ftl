# Sentences in English. error-<code>, field-<code>, did-<command>: dots become hyphens.
# An error says what is wrong and what to do next.

## Errors of the program and its storage
error-internal = Something went wrong inside Netra. Your data is safe; try again, and send the diagnostics if it happens again.
error-invalid = Some fields need correcting.
error-arguments = The request is not right (“{ $path }”): { $problem }.
error-forbidden = You may not do this. Ask an admin for the permission “{ $permission }”.
error-command-unknown = There is no command “{ $name }”. “netra catalogue” lists all of them.
error-query-unknown = There is no query “{ $name }”. “netra catalogue” lists all of them.
error-command-too_large = This is too large for one step ({ $bytes } bytes, at most { $limit }). Do it in smaller parts.
error-command-version = This program and the one that gave the command “{ $name }” are of different versions ({ $version } and { $expected }). Update the older one.
error-actor-unknown = There is no such person in this workspace. Check the e-mail address.
error-actor-suspended = { $person } is suspended and can do nothing. An admin can reinstate them.
error-undo-unknown = There is nothing to undo under this id.
error-undo-not_undoable = This cannot be undone. Make a correction instead.
error-undo-moved_on = This can no longer be undone: it was changed again since, or something was built upon it.
error-undo-done_already = This was undone already.
error-date-too_far = That would be a day before 1900 or after 2200. Check the date and the duration.
error-money-too_large = The amount is too large.
error-storage-full = The disk is full, so nothing was saved. Free some space and try again.
error-storage-no_folder = The folder of this path is not there. Check the path, or make the folder first.
error-storage-busy = Another program is using this workspace. Try again in a moment.
error-storage-corrupt = The database file is damaged. Run “netra doctor” and restore the latest backup.
error-storage-wrong_key = The beginning of the database file is damaged, or the key is that of another workspace. “netra doctor” looks at it; if it is damaged, restore the latest backup into a new folder.
error-storage-read_only = The workspace cannot be written to. Check the folder's permissions.
error-storage-failed = The disk did not answer as expected, so nothing was saved. Try again.
error-storage-constraint = This clashes with something that is already there. Reload and try again.
error-storage-too_big = The text or file is too large to be stored.
error-schema-newer = This workspace was made by a newer Netra (its version { $found }, ours { $known }). Update Netra; nothing was touched.
error-schema-changed = This workspace's structure is not what this Netra expects. Nothing was touched. Use the version that made it. ({ $detail })

## People and the workspace
error-person-not_found = There is no such person. Choose one from the list.
error-role-not_found = There is no role “{ $role }”.
error-person-email_taken = Somebody with the address { $email } is here already.
error-person-last_owner = The workspace needs at least one active owner. Make somebody else an owner first.
error-role-owner_fixed = The owner may do everything; that cannot be changed.
error-workspace-exists = This workspace is set up already.
error-permission-unknown = There is no permission “{ $permission }”.
error-setting-unknown = There is no setting “{ $key }”.
error-setting-not_valid = “{ $key }” must be { $expected }.
error-file-not_found = There is no such file. Attach it first.
error-history-nothing_there = There is no such record, or you may not see it.

## Clients, deals and money
error-company-not_found = There is no such company. Choose one from the list.
error-contact-not_found = There is no such contact. Choose one from the list.
error-company-tax_number_taken = { $company } has this tax number already. Use that company.
error-company-archived = { $company } is archived. Restore it first.
error-company-not_archived = { $company } is not archived.
error-contact-of_another_company = { $contact } belongs to another company. Choose a contact of this one.
error-company-not_yours = { $company } is somebody else's client. Ask a sales manager.
error-deal-not_found = There is no such deal, or you may not see it.
error-deal-stage_unknown = The pipeline has no stage “{ $stage }”.
error-deal-won_by_quote = A deal is won by an accepted quote. Record the acceptance of its quote.
error-deal-won_already = “{ $deal }” is won and stays won.
error-deal-of_lead_exists = { $lead } became a deal already.
error-deal-lead_not_open = { $lead } is not open any more. Take the lead up again first.
error-deal-not_yours = “{ $deal }” belongs to somebody else. Ask a sales manager.
error-number-series_full = The number series { $series } is full until the next financial year.
error-number-no_code_left = There is no code left for this device's numbers. Retire an old device.
error-agreement-not_found = There is no such agreement, or you may not see it.
error-instalment-not_found = There is no such instalment.
error-payment-not_found = There is no such payment.
error-payment-over_open = { $given } is more than the { $open } that is still open on this instalment. Record the rest on the next one.
error-payment-nothing_open = Nothing is open on instalment { $number }.
error-payment-reference_used = The reference { $reference } was used for another payment already. Check that it is not recorded twice.
error-payment-decided_already = This payment is { $state } already.
error-payment-not_verified = Only a verified payment is reversed. Reject this one instead.
error-payment-reversed_already = This payment was reversed already.
error-payment-is_reversal = A reversal cannot be reversed. Record the payment again.
error-payment-four_eyes = You recorded this payment, so somebody else must decide on it.
error-payment-no_receipt = There is a receipt only for a verified payment.

## Quotes and tax
error-tax-rate_unknown = There is no rate “{ $rate }” in force. Choose another rate.
error-quote-not_found = There is no such quote, or you may not see it.
error-quote-section_not_found = There is no such section in this quote. Reload the quote.
error-quote-line_not_found = There is no such line in this quote. Reload the quote.
error-quote-version_not_found = There is no such version of this quote.
error-quote-not_yours = “{ $quote }” belongs to somebody else. Copy it, or ask a sales manager.
error-quote-cost_forbidden = Costs, suppliers and margins are not yours to see or set. Ask an admin for the permission.
error-quote-not_in_state = This cannot be done while the quote is “{ $state }”, maybe since somebody else moved it on: look at its history. What was accepted or superseded is final: copy the quote.
error-quote-needs_approval = This quote needs approval before it is sent ({ $why }). Ask for approval.
error-quote-nothing_priced = There is nothing with a price in this offer. Add lines that are included in it.
error-quote-percents_not_100 = The instalments are { $percent } % together. Make them 100 %.
error-quote-amounts_not_total = The instalments are { $given } together, and the total is { $total }. Make them equal.
error-quote-amounts_with_tiers = A quote with three offers has three totals. Plan its instalments by percent.
error-quote-instalment_too_small = Instalment { $number } would be nothing. Give it a larger share.
error-quote-section_not_empty = “{ $section }” still has lines. Move or remove them first.
error-quote-tier_needed = Say which offer was accepted: basic, standard or premium.
error-quote-no_tiers = This quote has no such offer.
error-quote-company_or_deal = Say for which company or deal the quote is.
error-quote-deal_of_another_company = The deal is with another company.
error-quote-validity_over = The quote was valid until { $on }. Send a new version.
error-quote-validity_not_over = The quote is valid until { $on }. It expires after that.
error-quote-never_sent = This quote was not sent yet. Send it first.
error-quote-too_many_lines = A quote may have at most { $limit } lines.
field-percent-not_valid = A rate is from 0 to 100 percent; a zero or exempt rate is 0.
field-rate_key-not_valid = A key has small letters, digits and underscores.
field-tax_rate-unknown = No such rate is in force. Choose another rate.
field-instalment-percent_or_amount = Give all instalments a percent, or all of them an amount.
field-due_on-required = Give a date for “on a date”, and only then.
did-tax-set_rate = { $actor } set { $rate } to { $percent } % from { $from }.
did-quote-create = { $actor } made the quote “{ $quote }” for { $company }.
did-quote-update_header = { $actor } changed the quote “{ $quote }”.
did-quote-set_instalments = { $actor } planned { $n ->
    [one] one instalment
   *[other] { $n } instalments
 } of “{ $quote }”.
did-quote-set_lines = { $actor } wrote { $n ->
    [one] one line
   *[other] { $n } lines
 } of “{ $quote }”.
did-quote-add_section = { $actor } added the section “{ $section }” to “{ $quote }”.
did-quote-update_section = { $actor } renamed a section of “{ $quote }” to “{ $section }”.
did-quote-remove_section = { $actor } removed the section “{ $section }” of “{ $quote }”.
did-quote-add_lines = { $actor } added { $n ->
    [one] one line
   *[other] { $n } lines
} to “{ $quote }”.
did-quote-add_line = { $actor } added “{ $line }” to “{ $quote }”.
did-quote-update_line = { $actor } changed “{ $line }” in “{ $quote }”.
did-quote-move_line = { $actor } moved “{ $line }” in “{ $quote }”.
did-quote-remove_line = { $actor } removed “{ $line }” from “{ $quote }”.
did-quote-submit = { $actor } asked for approval of “{ $quote }”, version { $version }.
did-quote-approve = { $actor } approved “{ $quote }”, version { $version }.
did-quote-return = { $actor } returned “{ $quote }”, version { $version }: { $reason }
did-quote-send = { $actor } sent “{ $quote }”, version { $version }, as { $number }{ $way ->
    [email] , by e-mail
    [messenger] , by messenger
    [in_person] , handed over in person
    [post] , by post
    [other] , in another way
   *[none] {""}
 }{ $moved ->
    [yes] ; the deal is now at { $stage }
   *[no] {""}
 }.
did-quote-mark_viewed = { $actor } noted that the client saw { $number }.
did-quote-accept = { $actor } recorded that { $signed_by } accepted { $number } over { $total }: agreement { $agreement }.
did-quote-decline = { $actor } recorded that { $number } was declined: { $reason }
did-quote-expire = { $actor } let { $number } expire.
did-quote-copy = { $actor } copied “{ $from }” to “{ $quote }”.

## Fields
field-required = This is needed.
field-too_long = This is too long.
field-email-not_valid = This is not an e-mail address.
field-phone-not_valid = This is not a phone number.
field-role-unknown = There is no role “{ $role }”.
field-zone-unknown = There is no such time zone.
field-sha256-not_valid = This is not a SHA-256 hash.
field-file_name-not_valid = A file name has no slashes.
field-file-too_large = A file may have at most 2 GB.
field-file-empty = The file is empty.
field-country-not_valid = A country is two letters, such as IN or GB.
field-gstin-not_valid = This is not a GSTIN: its check character is wrong, or it is not complete.
field-vat_number-not_valid = This is not a UK VAT number: its check digits are wrong, or it is not complete.
field-state-unknown = There is no GST State with this code.
field-hours-not_valid = Calling must open before it closes.
field-state-not_of_gstin = The State is not that of the GSTIN.
field-state-not_in_india = This is for companies in India.
field-negative = This cannot be below zero.
field-reason-required = Say why.
field-amount-not_positive = The amount must be more than zero.
field-date-in_future = This day has not come yet.

## History
did-workspace-create = { $actor } created the workspace { $firm }.
did-person-add = { $actor } added { $person } ({ $roles }).
did-person-update = { $actor } changed { $person }'s details.
did-person-set_roles = { $actor } set { $person }'s roles to { $roles }.
did-person-set_status = { $actor } made { $person } { $status }.
label-attention-gone = While this was done here, what it is about was given to somebody else or taken away, so it is not yours to change any more.
label-person-status-suspended = suspended
label-person-status-active = active
did-role-set_permissions = { $actor } changed what the role { $role } may do ({ $n ->
    [one] one permission
   *[other] { $n } permissions
 }).
did-setting-set = { $actor } set { $key } to { $value }.
did-file-add = { $actor } attached { $file }.
did-undo = { $actor } undid “{ $what }”.

## The workspace's folder, key and files
error-workspace-not_found = There is no workspace in { $folder }. “netra init” makes one.
error-workspace-folder_taken = { $folder } is not empty. Choose an empty folder or a new name.
error-workspace-format = This workspace was made by a newer Netra (format { $found }, ours { $known }). Update Netra; nothing was touched.
error-demo-too_early = The demo firm can be set on { $first } or a later day.
error-workspace-damaged = { $file } is damaged. Restore the latest backup into a new folder.
error-workspace-copy_damaged = The database of this copy is damaged and cannot be read. In the file beside it { $waiting ->
    [0] nothing waits
    [one] one change waits
   *[other] { $waiting } changes wait
 } to be handed in{ $unreadable ->
    [0] {""}
    [one] , and one line cannot be read
   *[other] , and { $unreadable } lines cannot be read
 }. “netra recover” fetches the copy anew from its server and hands that in; the damaged database is kept.
error-recover-whole = This copy can be read, so there is nothing to recover. If it is not what the server has, run “netra sync --check”.
error-recover-unknown = Where this copy belongs cannot be read any more. Say it with --url and --email.
error-key-passphrase_needed = No keychain keeps the key on this machine, so a passphrase is needed. On the command line: set NETRA_PASSPHRASE, or answer the prompt.
error-key-passphrase_short = The passphrase is too short: { $least } characters at least. A few words together are easy to keep in mind.
error-key-passphrase_wrong = The passphrase does not open this workspace.
error-key-keychain_unavailable = The keychain of this machine does not answer ({ $detail }). Unlock it and try again.
error-key-not_in_keychain = The keychain does not give the key of this workspace. Unlock it, or restore a backup with its passphrase.
error-file-bytes_missing = The content of a stored file is missing ({ $file }). Restore it from a backup.
error-file-bytes_changed = The content of a stored file was changed or cut off ({ $file }). Restore it from a backup.
error-file-not_stored = The content of “{ $file }” is not stored here. Add the file itself: netra add-file, or drop it into the window.
error-file-not_there = There is nothing at { $file }. Check the path.
error-file-not_readable = { $file } cannot be read. Check the path and its permissions.
error-window-refused = The window could not do this: { $problem }.
error-window-not_saved_here = This file was not saved since Netra was opened.
error-window-no_zip = This pack has no ZIP. Build it again with one.
error-rpc-malformed = The request is malformed: { $problem }.
error-job-unknown = There is no job “{ $name }”.
error-job-cancelled = { $of ->
    [import] Stopped. The rows that are in stay in. Give the same file again, and the import goes on where it stopped.
    [rehearsal] Stopped. It was a trial, so nothing was imported.
   *[other] Cancelled. What was done before stays.
}
error-backup-file_taken = { $file } is there already and is no backup. Choose another name.
error-backup-not_one = { $file } is not a Netra backup.
error-backup-damaged = The backup is damaged or cut off (at { $part }). Nothing was restored; use another copy of it.
error-backup-newer = This backup was made by a newer Netra (format { $found }, ours { $known }). Update Netra; nothing was restored.
error-usage = { $problem ->
    [now] --now takes a time such as 2026-11-21T11:30:00+05:30
    [passphrases_differ] the two passphrases differ
    [nobody_to_ask] set { $given }: there is nobody to ask
    [no_workspace] say which workspace: --workspace DIR, or set NETRA_WORKSPACE
    [today] --today takes a date such as 2026-11-21
    [standard_input] standard input: { $given }
    [too_long] the arguments are larger than 8 MB
    [no_json] the arguments are no JSON: { $given }
    [no_file_id] ID is the id of a stored file
    [file_exists] { $given } exists already
    [project_pack] the project pack takes --project ID
    [quote_pack] the quote pack takes --quote ID
    [packs] there are two packs: project and quote
    [no_email] give --email or set NETRA_EMAIL: there is nobody to ask
    [no_id] { $given } is no id
    [no_signals] Ctrl+C cannot be heard: { $given }
    [not_after] --not-after takes a date such as 2026-11-21
    [map] --map takes field=Column, as in phone=Mobile
   *[other] { $problem }
}.

## Packs
field-pack-kind_unknown = There is no such pack. Choose project or quote.
field-pack-language_unknown = Documents are written in English (en) or Hindi (hi).
error-document-not_in_pack = There is no document “{ $document }” in this pack.
error-pack-not_recorded = The files agree with the manifest, but no pack with this manifest was produced in this workspace.
error-pack-not_here = This pack does not lie on this computer any more, or was built on another. Build it again.
error-pack-not_shown = The folder could not be opened here. It is { $folder }.
field-pack-format_unknown = A format is md, docx or pdf.
did-pack-record = { $actor } produced the pack “{ $title }” ({ $audience }, { $n ->
    [one] one document
   *[other] { $n } documents
 }).
label-audience-internal = internal
label-audience-client = for the client

## Serving to a browser
error-serve-not_built = This program was compiled without the web pages. Run “cargo xtask run”, or name a folder of built pages with --ui.
error-serve-no_page = { $folder } holds no built web pages.
error-serve-port = Port { $port } cannot be used ({ $problem }). Choose another with --port.
error-serve-not_signed_in = Open the address that “netra serve” printed; it lets you in once.
error-serve-not_json = The request is not JSON.
## Leads
error-lead-not_found = There is no such lead, or it is not yours.
error-lead-duplicate_elsewhere = This number or address is there already, with a lead that you may not see. Ask whoever shares leads out, or add it all the same.
error-lead-duplicate = { $name } has this number or address already. Open that lead, or add it all the same.
error-lead-archived = { $name } is archived. Restore the lead first.
error-lead-not_open = { $name } is no longer an open lead ({ $status }).
error-lead-merge_itself = A lead cannot be merged with itself. Choose another one.
error-lead-too_many = At most { $limit } leads at once. Choose fewer.
error-lead-none_given = Choose at least one lead.
field-phone_or_email = A phone number or an e-mail address is needed.
field-status-unknown = There is no such status.
field-follow_up-in_the_past = This time has passed. Choose a later one.
field-date-too_early = Choose { $limit } or a later day.
field-date-too_far = Choose a day before { $limit }.
did-lead-create = { $actor } added the lead { $lead }.
did-lead-update = { $actor } changed the lead { $lead }.
did-lead-archive = { $actor } archived { $n ->
    [one] the lead { $lead }
   *[other] { $n } leads ({ $lead })
 }.
did-lead-restore = { $actor } restored { $n ->
    [one] the lead { $lead }
   *[other] { $n } leads ({ $lead })
 }.
did-lead-merge = { $actor } merged { $merged } into { $lead }.
did-lead-set_dnd = { $actor } turned do-not-disturb { $state } for { $lead }: { $reason }
label-dnd-off = off
label-dnd-on = on
did-lead-withdraw_consent = { $actor } recorded that { $lead } withdrew consent: { $reason }
did-lead-add_note = { $actor } added a note to { $lead }.
did-lead-set_follow_up = { $actor } set the next call of { $lead }: { $at }.
did-company-create = { $actor } added the company { $company }.
did-company-update = { $actor } changed { $company }.
did-company-archive = { $actor } archived { $company }.
label-company-open_projects = { $n ->
    [one] one project under way
   *[other] { $n } projects under way
 }
label-company-waiting_agreements = { $n ->
    [one] one agreement without its project
   *[other] { $n } agreements without their projects
 }
label-company-open_quotes = { $n ->
    [one] one open quote
   *[other] { $n } open quotes
 }
label-company-open_deals = { $n ->
    [one] one open deal
   *[other] { $n } open deals
 }
error-company-in_use = “{ $company }” cannot be archived yet: { $open }. Finish or cancel that first.
did-company-restore = { $actor } restored { $company }.
did-contact-create = { $actor } added { $contact } of { $company }.
did-contact-update = { $actor } changed the contact { $contact }.
did-deal-create = { $actor } added the deal “{ $deal }” with { $company }.
did-deal-create_from_lead = { $actor } made the deal “{ $deal }” with { $company } of the lead { $lead }.
did-deal-move = { $actor } moved “{ $deal }” to { $stage }.
did-deal-update = { $actor } changed the deal “{ $deal }” with { $company }.
did-payment-record = { $actor } recorded { $amount } on instalment { $number } of { $agreement }.
did-payment-verify = { $alone ->
    [yes] { $actor } verified { $amount } ({ $reference }), which they had recorded themselves; receipt { $receipt }.
   *[no] { $actor } verified { $amount } ({ $reference }), receipt { $receipt }.
}
did-payment-reject = { $alone ->
    [yes] { $actor } rejected { $amount } ({ $reference }), which they had recorded themselves: { $reason }
   *[no] { $actor } rejected { $amount } ({ $reference }): { $reason }
}
did-payment-reverse = { $alone ->
    [yes] { $actor } reversed { $amount } ({ $reference }), which they had recorded themselves: { $reason }
   *[no] { $actor } reversed { $amount } ({ $reference }): { $reason }
}
label-payment-same_eyes = You recorded this payment yourself. Your firm allows one person to do both, and the history will say that it was the same one.

## Projects
error-history-project_over = “{ $project }” is over, so nothing of it can be undone.
error-project-not_found = There is no such project, or you may not see it.
error-project-not_yours = Only the project manager and the people on “{ $project }” may do this. Ask them.
error-project-not_manager = Only the project manager of “{ $project }”, { $pm }, may do this. Ask them.
error-project-stage = “{ $project }” is { $stage }, so this cannot be done now.
error-project-moves_itself = “{ $project }” comes to “{ $stage }” by itself, when what it needs is done.
error-project-not_started = “{ $project }” is being set up: work begins with “Start execution”.
error-project-not_ready = Execution of “{ $project }” cannot start yet. Still missing: { $missing }.
error-project-not_complete = “{ $project }” cannot be completed yet: { $missing }. Open the completion check to see what is missing and who can mend it.
error-project-review_not_waivable = The mid-project review can be waived only for a tenure under two months; this one is { $months }. Hold a review meeting.
error-project-review_waived = The review was waived already.
error-project-contact_not_theirs = This contact is not of the project's client. Choose one of theirs.
error-project-money_closed = “{ $project }” is { $stage }: its payments were proven complete and stay as they are.
error-project-document_needs = The document “{ $document }” needs “{ $field }”.
error-kickoff-not_found = There is no such kickoff request, or you may not see it.
error-kickoff-agreement_not_found = There is no such agreement.
error-kickoff-not_signed = Agreement { $agreement } is not signed yet.
error-kickoff-first_payment = The first instalment of { $agreement } is not paid: { $open } is open. Record the payment first.
error-kickoff-first_payment_unverified = The first payment of { $agreement } waits to be verified. Ask finance.
error-kickoff-no_instalments = The plan of { $agreement } has no instalments.
error-kickoff-exists = { $agreement } has a kickoff request already.
error-kickoff-not_a_pm = { $person } cannot take kickoffs. Choose an active project manager.
error-kickoff-not_the_pm = Only { $pm } decides on this request.
error-kickoff-not_yours = Only the owner of { $agreement } may hand it over.
error-kickoff-state = This request is { $state }, so this cannot be done with it.
error-staffing-not_found = There is no such staffing request, or you may not see it.
error-staffing-assignment_not_found = There is no such assignment, or you may not see it.
error-staffing-state = This request is { $state }, so this cannot be done with it.
error-staffing-over_booked = { $person } would be booked { $percent } % in the week of { $week }. Choose somebody else, or let HR override with a reason.
error-staffing-override_needs_hr = Only HR may book somebody over 100 %.
error-staffing-not_able = { $person } does not work on projects. Choose somebody who does.
error-meeting-not_found = There is no such meeting, or you may not see it.
error-meeting-action_not_found = There is no such action item.
error-meeting-state = This meeting is { $state }, so this cannot be done with it.
error-meeting-kickoff_exists = This project has a kickoff meeting already. Move or cancel that one.
error-meeting-before_project = “{ $project }” begins on { $first }: from that day on its meetings can be recorded as held.
error-meeting-before_execution = Execution of “{ $project }” has not started; until then only the kickoff meeting is held.
error-meeting-proof_exists = This file is a proof of this meeting already.
error-meeting-action_done_already = This action item is done already.
error-milestone-not_found = There is no such milestone, or you may not see it.
error-milestone-state = “{ $milestone }” is { $state }, so this cannot be done with it.
error-milestone-no_item_left = Every SOW item of { $project } is in a milestone already, and a milestone needs one. Change a milestone to free an item, or add one with a change request.
error-milestone-item_taken = “{ $item }” is in the milestone “{ $milestone }” already. An item is in one milestone.
error-milestone-item_not_theirs = This SOW item is not of this project, or was dropped.
error-milestone-instalment_taken = Instalment { $number } is released by “{ $milestone }” already.
error-milestone-instalment_not_theirs = This instalment is not of this project's plan.
error-milestone-instalment_has_rule = Instalment { $number } is due by the contract without a milestone. A change request can alter that.
error-milestone-needs_change = Execution has started: what is in “{ $milestone }” stays in it. Use a change request.
error-milestone-items_open = “{ $milestone }” is not ready: the client has not consented to { $items }.
error-sow_item-not_found = There is no such SOW item, or you may not see it.
error-sow_item-state = “{ $item }” is { $state }, so this cannot be done with it.
error-sow_item-not_in_milestone = Put “{ $item }” into a milestone first.
error-deliverable-not_found = There is no such deliverable, or you may not see it.
error-deliverable-state = “{ $deliverable }” is { $state }, so this cannot be done with it.
error-deliverable-was_submitted = “{ $deliverable }” was submitted to the client and stays.
error-signoff-deliverables_open = The client signs for the project when every deliverable is accepted; { $n ->
    [one] one is open.
   *[other] { $n } are open.
 }
error-signoff-given_already = The client has signed for the project as it stands.
error-change-not_found = There is no such change request, or you may not see it.
error-change-state = Change request { $number } is { $state }, so this cannot be done with it.
error-change-item_not_theirs = This SOW item is not of this project.
error-change-instalment_not_theirs = This instalment is not of this project's plan.
error-change-item_implemented = “{ $item }” is implemented and cannot be dropped.
error-change-below_received = { $received } has come in for instalment { $number }: it cannot be less.
error-change-instalment_settled = Instalment { $number } is paid or waived and cannot be changed.
error-change-milestone_signed = Instalment { $number } is due by a signed milestone: that stays.
error-change-invoiced = Instalment { $number } is asked for by invoice { $invoice }: cancel the invoice first.
error-change-end_before_start = A project ends after it starts ({ $start }).
error-report-not_found = There is no such report, or you may not see it.
error-report-exists = The report from { $from } was sent already.
error-report-sent_already = This report was sent already.
field-date-after_project = This is after the project's end; a change request can move it.
field-amount-negative = An amount is zero or more.
field-amount-range = This number is out of bounds.
field-percent-range = 1 to 100.
field-percent-range_open = 0 to 99: the client's consent and the implementation make it 100.
field-dates-reversed = The end is not after the start.
field-meeting-needs_ours = At least one of our people.
field-meeting-needs_client = At least one person of the client's.
field-meeting-needs_action = A kickoff has at least one action item.
field-meeting-before_start = The project begins on { $first }: choose that day or a later one.
field-meeting-minutes_long = 1 to 1440 minutes.
field-time-in_future = This time is yet to come.
field-milestone-needs_item = A milestone has at least one SOW item.
field-signoff-nobody = Say who signed.
field-signoff-own_person = This is one of your own people; the client signs. Choose the client’s person.
field-signoff-two_names = This is not the name of the contact who is chosen. Leave the name out, or choose no contact.
field-change-nothing = Say what shall change.
field-change-too_many = At most 500 lines.
field-nps-range = 0 to 10.
label-role-owner = Owner
label-role-admin = Admin
label-role-sales_manager = Sales manager
label-role-sales_executive = Sales executive
label-role-telecalling_manager = Telecalling manager
label-role-telecaller = Telecaller
label-role-field_agent = Field agent
label-role-project_manager = Project manager
label-role-consultant = Consultant
label-role-hr_manager = HR manager
label-role-finance = Finance
label-role-viewer = Viewer
label-paper-overview = Overview
label-paper-quote = Quotation
label-paper-technical = Technical document
label-paper-parts_list = Parts list
label-paper-parts_list_internal = Parts list with suppliers and costs
label-paper-build = Build document
label-paper-agreement = Agreement
label-paper-project_summary = Project summary
label-paper-kickoff_brief = Kickoff brief
label-paper-payment_statement = Payment statement
label-paper-completion_certificate = Completion certificate
label-line-goods = Goods
label-line-service = Service
label-line-labour = Labour
label-line-hire = Hire
label-line-hosting = Hosting
label-line-travel = Travel
label-tier-basic = Basic
label-tier-standard = Standard
label-tier-premium = Premium
label-mode-bank_transfer = Bank transfer
label-mode-upi = UPI
label-mode-card = Card
label-mode-cheque = Cheque
label-mode-cash = Cash
label-mode-other = Other
label-quote-draft = draft
label-quote-in_review = in review
label-quote-approved = approved
label-quote-sent = sent
label-quote-viewed = viewed
label-quote-accepted = accepted
label-quote-declined = declined
label-quote-expired = expired
label-quote-superseded = superseded
label-stage-setup = set-up
label-stage-executing = executing
label-stage-closing = closing
label-stage-completed = completed
label-stage-archived = archived
label-stage-on_hold = on hold
label-stage-cancelled = cancelled
label-money-planned = planned
label-money-due = due
label-money-part_paid = part paid
label-money-overdue = overdue
label-money-paid = paid
label-money-waived = waived
label-meeting-kickoff = Kickoff
label-meeting-consulting = Consulting
label-meeting-review = Review
label-meeting-steering = Steering
label-how-portal = on the portal
label-how-in_person = in person
label-how-uploaded = on a signed document
label-signature-mark = { $how }, kept as { $file }
label-signature-kept = kept as { $file }
label-document-summary = { $implemented } of { $items } SOW items are implemented, { $signed } of { $milestones } milestones signed off, and { $delivered } of { $promised } promised meetings delivered.
error-project-document_not_ready = The document “{ $document }” is not ready: what it would state has not happened yet.
label-gate-meetings = Every promised meeting is delivered
label-gate-meetings-detail = { $promised ->
    [0] { $delivered } delivered, none was promised
   *[other] { $delivered } of { $promised } delivered
 }
label-gate-meetings-missing = { $n ->
    [one] one meeting not planned yet
   *[other] { $n } meetings not planned yet
 }
label-gate-meeting-proof = “{ $title }” has no proof
label-gate-meeting-mom = “{ $title }” has no minutes
label-gate-meeting-hold = “{ $title }” is planned but not held
label-gate-sow_items = Every SOW item is implemented or dropped
label-gate-sow_items-detail = { $all ->
    [0] there are no items
   *[other] { $done } of { $all } implemented
 }
label-gate-sow_items-missing = “{ $title }” is { $state }
label-gate-milestones = Every milestone is signed off
label-gate-milestones-detail = { $all ->
    [0] there are no milestones
   *[other] { $done } of { $all } signed off
 }
label-gate-milestones-missing = “{ $title }” is { $state }
label-gate-deliverables = Every deliverable is accepted
label-gate-deliverables-detail = { $all ->
    [0] there are no deliverables
   *[other] { $done } of { $all } accepted
 }
label-gate-deliverables-missing = “{ $title }” is { $state }
label-gate-project_signoff = The client signed for the project as it stands
label-gate-project_signoff-none = The client has not signed for the project
label-gate-project_signoff-stale = The SOW or a deliverable changed after the client signed
label-gate-project_signoff-given = Signed by { $by } on { $on }
label-gate-payments = Every instalment is paid or waived, every payment verified
label-gate-payments-detail = { $received } of { $all } received and verified
label-gate-payments-open = Instalment { $number }: { $open } open
label-gate-payments-unverified = Instalment { $number }: { $n ->
    [one] one payment of { $amount } not verified
   *[other] { $n } payments of { $amount } not verified
 }
label-gate-change_requests = No change request is open
label-gate-change_requests-detail = { $n } open
label-gate-change_requests-missing = Change request { $number } “{ $title }” is { $state }
label-gate-kickoff_and_review = The kickoff meeting and a mid-project review are recorded
label-gate-kickoff_and_review-detail = Kickoff: { $kickoff }, review: { $review }
label-gate-kickoff-missing = The kickoff meeting is not recorded with minutes and action items
label-gate-review-missing = No mid-project review is recorded
label-gate-yes = yes
label-gate-no = no
label-gate-waived = waived
label-gate-payments-count = { $all ->
    [0] there are no instalments
   *[other] { $paid } of { $all } instalments paid and verified
 }
label-gate-payments-not_told = Shown to whoever sees payments
label-gate-payments-settled = Settled before the project was completed
label-gate-payments-unpaid = Instalment { $number } is not paid
label-gate-payments-unverified-count = Instalment { $number }: { $n ->
    [one] one payment not verified
   *[other] { $n } payments not verified
 }
label-short-meetings = { $delivered } of { $promised } promised meetings delivered
label-short-sow_items = { $done } of { $all } SOW items implemented
label-short-milestones = { $done } of { $all } milestones signed off
label-short-deliverables = { $done } of { $all } deliverables accepted
label-short-signoff-none = the client has not signed for the project
label-short-signoff-stale = the client must sign again, because the SOW or a deliverable changed
label-short-payments = { $paid } of { $all } instalments paid and verified
label-short-change_requests = { $n ->
    [one] 1 change request is open
   *[other] { $n } change requests are open
}
label-short-kickoff = the kickoff meeting has no minutes with action items
label-short-review = no mid-project review is recorded
label-ready-kickoff_meeting = the kickoff meeting with minutes and an action item
label-ready-consultants = a consultant on the project
label-ready-milestones = a milestone for every SOW item
label-ready-due_rules = a due date or milestone for every unpaid instalment
label-sow_item-not_started = not started
label-sow_item-in_progress = in progress
label-sow_item-ready_for_review = ready for review
label-sow_item-consented = consented
label-sow_item-implemented = implemented
label-sow_item-dropped = dropped
label-milestone-planned = planned
label-milestone-in_progress = in progress
label-milestone-submitted = submitted
label-milestone-signed_off = signed off
label-deliverable-draft = a draft
label-deliverable-submitted = submitted
label-deliverable-changes_requested = to be changed
label-deliverable-accepted = accepted
label-change-draft = a draft
label-change-submitted = submitted
label-change-client_approved = approved by the client
label-change-declined = declined
label-change-applied = applied
label-step-1 = First payment verified
label-step-2 = Kickoff requested
label-step-3 = Project manager accepted
label-step-4 = Project created
label-step-5 = Kickoff meeting planned
label-step-6 = Kickoff meeting held, with minutes
label-step-7 = Consultants assigned
label-step-8 = Milestones defined
label-step-9 = Execution started
label-step-10 = Consulting meetings
label-step-11 = SOW progress
label-step-12 = Progress reports
label-step-13 = Milestones signed off
label-step-14 = Instalments made due by sign-offs
label-step-15 = Reminders: nothing overdue
label-step-16 = Payments recorded
label-step-17 = All promised meetings delivered
label-step-18 = Final deliverables submitted
label-step-19 = Client's final review
label-step-20 = Client's final sign-off
label-step-21 = Final payment due
label-step-22 = Final payment received
label-step-23 = Completion
label-step-24 = Feedback
label-step-25 = Archive
label-step-of = { $all ->
    [0] none there
   *[other] { $done } of { $all }
 }
label-step-percent = { $percent } %
label-step-n = { $n }
label-step-money = { $received } of { $all }
label-step-overdue = { $n } overdue
label-step-client = the client
label-health-past_end = Past its end by { $days ->
    [one] one day
   *[other] { $days } days
 }
label-health-milestones = Milestones late: { $n }, the latest by { $days ->
    [one] one day
   *[other] { $days } days
 }
label-health-instalments = Instalments overdue: { $n }, the longest by { $days ->
    [one] one day
   *[other] { $days } days
 }
label-health-items = SOW items late: { $n }
label-health-meetings = Meetings behind plan: { $delivered } delivered, { $expected } expected by now
label-health-on_hold = On hold: { $reason }
label-health-review = A mid-project review is due
label-health-instalment = Instalment { $number }: { $open } open
did-kickoff-request = { $actor } handed { $agreement } to { $pm } for kickoff.
did-kickoff-accept = { $actor } accepted the kickoff: { $project } runs from { $start } to { $end }.
did-kickoff-return = { $actor } returned the kickoff of { $agreement }: { $reason }
did-kickoff-reject = { $actor } rejected the kickoff of { $agreement }: { $reason }
did-kickoff-resubmit = { $actor } sent the kickoff of { $agreement } to { $pm } again.
did-project-start_execution = { $actor } started execution of { $project }.
did-project-hold = { $actor } put { $project } on hold: { $reason }
did-project-resume = { $actor } resumed { $project } ({ $stage }).
did-project-cancel = { $actor } cancelled { $project }: { $reason }
did-project-complete = { $actor } completed { $project }.
did-project-archive = { $actor } archived { $project }.
did-project-waive_review = { $actor } waived the mid-project review of { $project }: { $reason }
did-project-set_contacts = { $actor } chose { $n } of the client's people for { $project }.
did-staffing-request = { $actor } asked HR for { $role } at { $percent } % on { $project }.
did-staffing-approve = { $actor } approved the request for { $role } on { $project }.
did-staffing-decline = { $actor } declined the request for { $role } on { $project }: { $reason }
did-staffing-assign = { $actor } assigned { $person } to { $project } at { $percent } %.
did-staffing-release = { $actor } released { $person } from { $project } after { $on }.
did-meeting-plan = { $actor } planned “{ $meeting }” of { $project } for { $at }.
did-meeting-reschedule = { $actor } moved “{ $meeting }” to { $at }: { $reason }
did-meeting-hold = { $actor } recorded “{ $meeting }” of { $project } as held with { $n ->
    [one] one person
   *[other] { $n } people
 }.
did-meeting-cancel = { $actor } cancelled “{ $meeting }” of { $project }: { $reason }
did-meeting-write_mom = { $actor } wrote the minutes of “{ $meeting }” ({ $n ->
    [one] one action item
   *[other] { $n } action items
 }).
did-meeting-action_done = { $actor } ticked “{ $action }” of “{ $meeting }” off.
did-meeting-add_proof = { $actor } added { $file } as proof of “{ $meeting }”.
did-milestone-define = { $actor } defined the milestone “{ $milestone }” with { $n ->
    [one] one item
   *[other] { $n } items
 } for { $on }.
did-milestone-update = { $actor } changed the milestone “{ $milestone }”.
did-milestone-submit = { $actor } submitted the milestone “{ $milestone }” to the client.
did-milestone-send_back = { $actor } took the milestone “{ $milestone }” back to work: { $reason }
did-sow_item-plan = { $actor } planned “{ $item }”: { $owner }, { $from } to { $to }.
did-sow_item-start = { $actor } started “{ $item }”.
did-sow_item-progress = { $actor } moved “{ $item }” from { $before } % to { $percent } %.
did-sow_item-submit = { $actor } submitted “{ $item }” for review.
did-sow_item-consent = { $actor } recorded that { $by } consented to “{ $item }”.
did-sow_item-send_back = { $actor } sent “{ $item }” back: { $reason }
did-sow_item-implement = { $actor } marked “{ $item }” implemented.
did-deliverable-create = { $actor } added the deliverable “{ $deliverable }” to { $project }.
did-deliverable-discard = { $actor } discarded the draft “{ $deliverable }”.
did-deliverable-submit = { $actor } submitted version { $version } of “{ $deliverable }” ({ $file }).
did-deliverable-accept = { $actor } recorded that { $by } accepted “{ $deliverable }”.
did-deliverable-request_changes = { $actor } recorded wanted changes to “{ $deliverable }”: { $reason }
did-signoff-give = { $actor } recorded that { $by } signed off “{ $what }”.
did-change-draft = { $actor } drafted change request { $number } “{ $title }” (price effect { $effect }).
did-change-submit = { $actor } submitted change request { $number } “{ $title }” to the client.
did-change-approve = { $actor } recorded that { $by } approved change request { $number } “{ $title }”.
did-change-decline = { $actor } recorded that { $by } declined change request { $number } “{ $title }”: { $reason }
did-change-withdraw = { $actor } withdrew change request { $number } “{ $title }”: { $reason }
did-change-apply = { $actor } applied change request { $number } “{ $title }” ({ $n ->
    [one] one change
   *[other] { $n } changes
 }).
did-report-draft = { $actor } drafted the progress report of { $project } for { $from } to { $to }.
did-report-send = { $actor } sent the progress report of { $project } for { $from } to { $to }.
did-feedback-record = { $actor } recorded the feedback of { $by } on { $project } ({ $nps } of 10).

## Imports
error-import-not_found = There is no such import.
error-import-not_running = { $state ->
    [finished] This import came to its end elsewhere meanwhile. The list of imports shows what came in.
    [cancelled] This import was stopped elsewhere meanwhile. Give the same file again, and it goes on where it stopped.
    [undoing] This import is being taken back elsewhere. Wait until that is done.
   *[other] This import was taken back. Start it again with its file.
}
error-import-elsewhere = { $file } is being imported already, in another window or program. Wait for it there, or stop it there first.
error-import-gap = Row { $expected } comes next, not row { $found }. Start the import again; it goes on where it stopped.
error-import-too_many_rows = At most { $limit } rows in one step.
error-import-no_name = No column holds the name. Say which one does (name=Column). The columns are: { $columns }
error-import-no_contact = No column holds a phone number or an e-mail address. Say which one does (phone=Column). The columns are: { $columns }
error-import-field_unknown = There is no field “{ $field }”. The fields are: { $known }
error-import-column_unknown = The file has no column “{ $column }”. Its columns are: { $columns }
error-import-row_not_found = Row { $row } was not rejected.
error-import-row_fixed = Line { $line } was corrected already.
error-import-undone = This import was undone.
error-import-begun_otherwise = An import of { $file } was begun with other columns, another source or another policy, and { $rows ->
    [one] { $rows } row is
   *[other] { $rows } rows are
 } in. Give none of them to go on as it began; or start the file anew (--anew); or take that import back first.
error-import-column_out_of_range = The file has { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
 }; there is no column number { $column } (counted from 0).
error-import-column_twice = The column “{ $column }” is named for two fields. Name it for one.
field-row-too_long = The row is too long to be read whole.
field-date-other_order = The other dates of this column are written with day and month the other way round. Write this one like 2026-11-21.
field-date-impossible = There is no such day in the calendar.
field-date-unreadable = This is no date that can be read. Write it like 2026-11-21.
field-row-too_many_cells = The row has { $found ->
    [one] one cell
   *[other] { $found } cells
 }, the header { $columns }. Put it right, so that nothing of it is lost.
field-row-quote_open = A quotation mark opens a cell and none closes it. Only this line was taken for the row; put the mark right.
did-import-start = { $actor } started the import of { $file }.
did-import-rows = { $actor } imported { $n ->
    [one] one row
   *[other] { $n } rows
 } of { $file }.
did-import-finish = { $actor } imported { $file }: { $n ->
    [one] one new lead
   *[other] { $n } new leads
 }, { $duplicate ->
    [one] one duplicate
   *[other] { $duplicate } duplicates
 }, { $invalid ->
    [one] one invalid row
   *[other] { $invalid } invalid rows
 }.
did-import-cancel = { $actor } cancelled the import of { $file } after { $n ->
    [one] one row
   *[other] { $n } rows
 }.
did-import-fix_row = { $actor } corrected row { $row } of { $file }: { $lead }.
did-import-undo = { $actor } undid the import of { $file }: { $n ->
    [one] one lead
   *[other] { $n } leads
 } removed, { $kept } kept.
label-history-imported = { $actor } brought the lead in from { $file }.
label-import-duplicate = Duplicate: this number or address is there already.
error-pack-not_genuine = The pack is not as it was made: files were changed, added or are missing.

## Names of fields that their own names do not say as the window does
label-field-email = e-mail
label-field-pin = PIN code
label-field-product_interest = interested in
label-field-created_on = came in on

## Reading import files
error-import-only_header = { $file } has a heading and no rows. Add rows under it, or choose another file.
error-import-empty = { $file } is empty. Choose a file with a header and rows.
error-import-too_many_columns = The file has more than { $limit } columns. Keep those that matter.
error-import-workbook_unreadable = The workbook cannot be read ({ $problem }). Save it as XLSX or CSV and try again.
error-import-workbook_too_large = The workbook unpacks to more than { $limit_mb } MB. Save the sheet as CSV and try again.
error-import-old_workbook = This is an old Excel file (.xls). Save it as XLSX or CSV and try again.
error-import-rejects_is_input = { $file } is the list itself. Choose another file for the rejected rows.
error-import-rejects_nowhere = The rejected rows cannot be written to { $file }: there is no such folder. Nothing was imported.
error-import-rejects_taken = { $file } is another file. Choose a new name for the rejected rows; only rejected rows that were written before are replaced.
error-import-no_file = There is no file { $file }. Check the path.
error-import-disk_full = The disk is full. { $rows ->
    [one] { $rows } row of { $file } is in
   *[other] { $rows } rows of { $file } are in
 } and safe. Make room and import the same file again: it goes on there.
error-import-no_workbook = { $file } is not a workbook and has no sheets. Leave the sheet out.
error-import-no_sheet = The workbook has no sheet “{ $sheet }”. Its sheets are: { $sheets }.
error-import-not_a_list = { $file } is not a CSV file and not an XLSX workbook: no text can be read in it. Save the list as CSV or XLSX and choose that.
error-import-folder = { $file } is a folder. Choose a CSV or XLSX file in it.

## Sharing leads out, calls
error-assignment-cannot_hold = { $person } cannot hold leads: they are not active or may not call. Choose somebody else.
error-assignment-nothing_to_take = There is nothing to take: no lead waits in the pool.
error-assignment-at_capacity = You have { $limit } open leads, as many as you may have. Work through some first.
error-assignment-not_callable = { $name } may not be called.
error-assignment-rule_not_found = There is no such rule.
error-call-not_found = There is no such call, or it is not yours.
error-call-refused = { $name } may not be called now: { $reasons }. A manager can override this with a reason.
error-call-no_number = { $name } has no phone number. Add one first.
error-call-unfinished = Your call with { $name } has no outcome yet. Give it one first.
error-call-lead_busy = { $caller } is talking to { $name } at this moment.
error-call-wrong_state = The call is { $state }; this comes too late.
error-call-not_ended = The call is still under way. Hang up first.
error-call-has_outcome = This call has its outcome already ({ $outcome }). Undo it to change it.
error-call-was_connected = Somebody was talked to for { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
 } in this call. Choose what came of it.
error-call-never_connected = Nobody answered this call, so nobody was talked to. Choose an outcome that says so.
error-disposition-unknown = There is no outcome “{ $code }”. Choose one from the list.
field-rule-pool_empty = Say to whom this rule gives leads.
field-rule-no_test = A test asks for nothing. Give it values or bounds.
field-rule-too_many = There are too many of these.
field-outcome-reason_unknown = This outcome has no such reason.
field-out_of_range = This number is out of range.
field-disposition-code_not_valid = Use small letters, digits and “_”.
did-lead-assign = { $actor } assigned { $n ->
    [one] the lead { $lead }
   *[other] { $n } leads ({ $lead })
 } to { $person }.
did-lead-distribute = { $actor } shared out { $n ->
    [one] one lead
   *[other] { $n } leads
 }{ $waiting ->
    [0] {""}
    [one] ; one waits
   *[other] ; { $waiting } wait
 }.
did-queue-take = { $actor } took { $n ->
   *[one] the lead { $lead }
    [other] { $n } leads ({ $lead })
 } from the pool.
did-assignment-rule_set = { $actor } set the rules of sharing out ({ $n ->
    [one] one rule
   *[other] { $n } rules
 }).
did-caller-set_limits = { $actor } set the limits of { $person }.
did-call-start = { $overridden ->
    [yes] { $actor } called { $lead } in spite of a refusal: { $reason }
   *[no] { $actor } called { $lead }.
}
did-call-ringing = The call of { $actor } to { $lead } rang.
did-call-connected = { $lead } answered the call of { $actor }.
did-call-ended = The call of { $actor } with { $lead } ended ({ $cause }).
label-cause-cancelled = hung up before an answer
label-cause-dropped = the line dropped
label-cause-hung_up = hung up
label-cause-failed = the line failed
label-cause-unreachable = not reachable
label-cause-no_answer = no answer
label-cause-busy = busy
did-call-set_note = { $actor } wrote a note on the call with { $lead }.
did-call-set_recording = { $actor } kept { $lead }’s answer about recording: { $consent }.
label-consent-no = no
label-consent-yes = yes
did-call-dispose = { $again ->
    [yes] { $actor } closed the call with { $lead }: { $outcome }; again at { $at }.
   *[no] { $actor } closed the call with { $lead }: { $outcome }.
}
did-disposition-set = { $actor } changed the outcome code { $code }.
label-unassigned-nobody_in_pool = nobody is in the pool
label-unassigned-nobody_present = nobody is present
label-unassigned-at_capacity = everybody has as many leads as they may
label-unassigned-no_speaker = nobody speaks the language
label-unassigned-given_back = given back
label-refused-do_not_disturb = do not disturb
label-refused-consent_withdrawn = consent was withdrawn
label-refused-outside_hours = outside calling hours
label-refused-too_often_today = called often enough today
label-refused-too_often_this_week = called often enough this week
label-refused-invalid_number = the number is invalid
label-refused-resting = it rests after many attempts; agree a time to wake it
label-disposition-connected_interested = Interested
label-disposition-connected_not_interested = Not interested
label-disposition-connected_callback = Call back
label-disposition-connected_wrong_number = Wrong number
label-disposition-connected_language_barrier = Language barrier
label-disposition-not_connected_busy = Busy
label-disposition-not_connected_no_answer = No answer
label-disposition-not_connected_switched_off = Switched off
label-disposition-not_connected_out_of_service = Out of service
label-disposition-special_dnd = Do not disturb
label-disposition-special_escalate = Escalate to the manager
label-disposition-special_technical_issue = Technical issue
## Documents and packs
error-template-header = The template's heading is not right in line { $line }: { $problem }.
error-template-syntax = The template is not understood in line { $line }: { $problem }.
error-template-unknown_field = There is no field “{ $field }” (line { $line }, column { $column }).{ $closest ->
    [missing] {""}
    *[other] {" "}Did you mean “{ $closest }”?
  }
error-template-internal_field = Line { $line } uses “{ $field }”, which is internal and must not reach a client. Take it out, or make the document for internal use.
error-template-audience = The template “{ $template }” is for internal use and cannot be made for a client.
error-template-too_large = The document or its template is too large (at most { $limit } bytes). Use less data or split it.
error-template-value = A value does not fit in line { $line } of the template: { $problem }.
error-document-directive = Line { $line } of the document asks for something that does not exist: { $problem }.
error-document-image_missing = The picture “{ $name }” is missing. Attach it, or take it out of the text.
error-document-image_unreadable = The picture “{ $name }” cannot be read. Use a PNG or JPEG file.
error-document-failed = The document could not be made. Try again, and send the diagnostics if it happens again.
error-pack-name = The file name “{ $path }” cannot be used in a pack, or is there already. Choose another.
error-pack-manifest = This pack has no sound manifest, so nothing can be proven about it: { $problem }.
error-pack-unreadable = There is no pack that can be read at { $path }: { $problem }.
error-pack-write = The pack could not be written to { $path }: { $problem }.

## Dialling
error-call-carrier_refused = The call was not taken: { $problem }. Try again, or dial in another way.
error-call-not_answered = Nobody has answered yet. Mute and hold are for whoever you are talking to.
error-call-no_line = Netra has no line to this call: it is over, or it is on your own phone. Mute it or hold it there.

# why a quote needs approval
label-approval-amount = its amount
label-approval-discount = a discount over the limit
label-approval-margin = a margin under the limit

# invoices, reminders, the schedule
error-invoice-not_found = There is no such invoice, or you may not see it.
error-invoice-exists = Instalment { $number } has an invoice already. Cancel that one first.
error-invoice-waived = Instalment { $number } is waived; there is nothing to invoice.
error-invoice-advance = Instalment { $number } is an advance: its receipt voucher acknowledges it, and the next invoice adjusts it.
error-invoice-state = This invoice is { $state } already.
error-reminder-not_found = There is no such reminder, or you may not see it.
error-reminder-not_needed = Instalment { $number } needs no reminder now: it is paid, has another due date, reminders rest for this client, or a later reminder was made.
error-reminder-sent_already = This reminder was sent already.
did-invoice-draft = { $actor } drafted the invoice of instalment { $number } of { $agreement }.
did-invoice-issue = { $actor } issued invoice { $invoice } over { $amount } for { $agreement }.
did-invoice-cancel = { $actor } cancelled invoice { $invoice } of { $agreement }: { $reason }
did-reminder-send = { $actor } reminded { $company } of instalment { $number } of { $agreement }.
did-schedule-run = The day's schedule ran.{ $reminders ->
    [0] {""}
    [one] {" "}One reminder waits.
   *[other] {" "}{ $reminders } reminders wait.
 }{ $reports ->
    [0] {""}
    [one] {" "}One report is drafted.
   *[other] {" "}{ $reports } reports are drafted.
 }{ $invoices ->
    [0] {""}
    [one] {" "}One invoice is drafted.
   *[other] {" "}{ $invoices } invoices are drafted.
 }
label-reminder-subject-before = Instalment { $number } of { $agreement } is due on { $due }
label-reminder-subject-today = Instalment { $number } of { $agreement } is due today
label-reminder-subject-after = Instalment { $number } of { $agreement } is overdue since { $due }
label-reminder-body-before = Dear { $company }, instalment { $number } of “{ $title }” over { $open } is due on { $due }. Thank you for your payment. { $firm }
label-reminder-body-today = Dear { $company }, instalment { $number } of “{ $title }” over { $open } is due today. Thank you for your payment. { $firm }
label-reminder-body-after = Dear { $company }, instalment { $number } of “{ $title }” was due on { $due }, { $days ->
    [one] yesterday
   *[other] { $days } days ago
 }; { $open } is still open. Please pay, or tell us what stands in the way. { $firm }
label-report-meetings = Meetings held
label-report-done = Signed off
label-report-progress = Work in hand
label-report-next = Next
label-report-nothing = Nothing in this period.
label-report-item = { $title }: { $percent } %, { $state }
label-report-signed = { $title }, signed off by { $by } on { $on }
label-report-numbers = { $delivered } of { $promised } promised meetings delivered, { $signed } of { $milestones } milestones signed off, { $percent } % of the work done.
# sync
error-sync-device = This device is not signed in. Sign in again.
error-sync-schema = This program is too old for its server (here { $theirs }, server { $ours }). Update this program; your work is kept until then.
error-sync-server_older = This program is newer than its server (here { $theirs }, server { $ours }). Whoever runs the server must update it; your work is kept until then.
error-sync-form = A message was not understood{ $detail ->
    [missing] {""}
    [unknown] {""}
    [wrong] {""}
    [not_object] {": "}an object in JSON is expected
    [not_json] {": "}it is not JSON
    [cut_short] {": "}it ends early
    [null] {": "}null is no object
    [idempotency_key] {": "}the Idempotency-Key is not a UUID
    [transfer_key] {": "}the header netra-transfer-key is missing
    [no_number] {": "}size and from are whole numbers
    [beyond_end] {": "}from is behind the end of the file
    [no_hash] {": "}a SHA-256 has 64 hexadecimal digits
    [no_bytes] {": "}size is missing, or 0
    [chunk_size] {": "}the chunk is not as long as it should be
    [chunk_place] {": "}the chunk does not follow what is there
    [answer_form] {": "}the answer is of another form
    [answer_endless] {": "}the answer does not end
    [too_many_commands] {": "}too many commands at once
    [no_sequence] {": "}a command has no sequence number
    [unknown_table] {": "}a table that is not known
    [row_scope] {": "}a row that is not for this device
    [row_form] {": "}a row that does not fit its table
   *[other] {": "}{ $detail }
}. Nothing was changed.
field-form-missing = This is missing.
field-form-unknown = There is no such field.
field-form-wrong = This is not of the kind that is expected.
error-sync-id_reused = This change has the number of another one, and was not taken.
error-sync-not_served = This workspace is not on a server.
error-file-missing_content = The content of “{ $file }” never reached the server, so it could not be recorded. Add the file again.
error-file-other_content = What was sent is not the file that was announced. Add the file again.
error-file-too_many_bytes = You have sent as many files as the server takes from one person in a day ({ $most_bytes } bytes). The rest waits here and goes later.
error-serve-needs_tls = Beyond this machine the server speaks TLS only: give --tls-cert and --tls-key, or --behind-proxy when a proxy in front of it does that.
error-serve-certificate = The certificate or its key cannot be used ({ $problem }).
error-serve-address = { $address } cannot be listened on ({ $problem }).
error-serve-no_address = There is nothing at this address.
error-serve-no_server = { $folder } is no folder of a server. Name the one that “netra serve” uses (--data).
error-serve-no_workspace = There is no workspace called { $name } on this server.
error-serve-workspace_name = A workspace's name has 1 to 40 characters: a to z, digits, and hyphens inside.
error-serve-admin_token = An administrator's token has at least { $least } characters.
error-serve-served = Another program serves { $folder } already. Stop that one first, or serve another folder.
error-serve-no_backups = This server was started without a folder for backups (--backups).
error-serve-workspace_taken = There is a workspace called { $name } already.
error-sync-other = The server refused it ({ $code }). It is newer than this program: update this one to read why.
error-sync-revoked = This device was signed out by somebody who may do that.
error-sync-untrusted = { $server } shows a certificate that this device does not trust, so nothing was sent. If your firm has a certificate authority of its own, give its file: in the window under “Own certificate authority”, on the command line with --ca.
error-sync-unreachable = { $server } cannot be reached. Your work is kept here and handed in later.
error-sync-no_server = { $server } answers, but not as a Netra server (status { $status }).
error-sync-address = “{ $address }” is no address of a workspace. It looks like https://server.example/name; without the s only on this machine.
error-sync-certificates = The file of certificates cannot be read. It must be in PEM form.
error-sync-not_connected = This workspace is connected to no server. Connect it under Settings, Sync and devices, or with “netra connect”.
error-sync-connected = This copy belongs to { $workspace } already. Use another folder for another workspace.
error-sync-needs_code = This is a stand-alone workspace. To hand it over to a server give the code from “netra tenant reserve” with --attach; to be a new device, name a new folder.
error-sync-moved_on = Something was changed here while the workspace was handed over, so this copy stays as it is. Ask for another name and code and try again with nothing else running.
error-sync-handing_over = This workspace is being handed over to its server. Until that is done nothing is changed here; try again then.
error-sync-owner_only = The workspace is handed over by its first owner, who gets the password there: sign in with { $email }.
error-sync-not_yours = This copy belongs to somebody else. Each person has a copy of their own.
error-sync-protocol = The server speaks another version of the protocol (here { $ours }, server { $theirs }). Update the older one.
error-sync-another_program = Another program is syncing this workspace at the moment.
error-sync-no_rest = Both sides did not come to rest after { $rounds } exchanges. Nothing is lost; report this.
error-sync-no_attention = This is not among what needs attention.
error-sync-wipe = Whoever may do that has had this copy removed.
error-sync-wipe_forged = Somebody who speaks for the server asked to have this copy removed, but could not prove that they may. Nothing was removed. Tell whoever looks after the server.
error-workspace-wiped = This copy was removed from here because { $server } said so: somebody who may do that ended this device in { $workspace }. Work that had not been handed in and went with it: { $unsent }. To begin again, connect as a new device.
error-workspace-being_removed = A copy that was given up is still being removed, which takes two minutes at most. Begin after that.
error-sync-lease_over = This device had its last contact with the server on { $since }, and a copy opens for { $days } days without any. Connect it to the network and sync (in the window “Sync now”, else “netra sync”): then it opens again. Work that was not handed in is still here and is handed in then.
error-sync-clock_behind = This machine's clock is behind: it was { $seen } here before. Set it right, or connect to the network and sync (in the window “Sync now”, else “netra sync”). Nothing is lost.
error-sync-filling = This copy is still being filled from the server.
error-sync-undo_away = This is already with the server, which cannot be reached now. It can be taken back when the server is reached again.
error-sync-take_away = Taking new leads needs the server, which cannot be reached now. You can go on with yours.
error-account-no_mail = The server sends no mail. Whoever manages the firm’s people can make a code (“netra invite”) and give it by hand.
error-serve-mail = Letters cannot be sent this way: { $problem }.
error-account-wrong = E-mail address, password or workspace is not right.
error-account-signed_out = This device is signed out. Sign in again (in the window under Settings, Sync and devices, else with “netra connect”); your work is kept.
error-account-reused = This device's sign-in was used from two places and has been ended for safety. Sign in again (in the window under Settings, Sync and devices, else with “netra connect”); your work is kept.
error-account-code_needed = Your second factor is on: give the code that your program shows now, or one to recover with.
error-account-code_wrong = This code is not right, is too old, or was used already. Wait for the next one.
error-account-second_factor_on = The second factor is on already.
error-account-second_factor_off = The second factor is not on. A secret that was shown has to be confirmed within 15 minutes.
error-account-other_email = This code was given to somebody with another e-mail address. Check the address; the code was not used up.
error-account-invitation = This code is not known here, was used already, or is too old. Ask for another.
error-account-workspace_suspended = This workspace has been closed for now by whoever runs the server. Your work is kept.
error-account-password_short = A password has at least { $least } characters.
error-account-password_long = A password has at most { $most } characters.
error-account-too_many = Too many requests. Try again in { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
 }.
error-account-no_device = There is no such device that is signed in.
error-server-too_large = This is too large: at most { $most_bytes } bytes.
error-server-attached = A workspace has been handed over under this name already.
error-serve-backup_failed = { $n ->
    [one] One backup failed or misses files
   *[other] { $n } backups failed or miss files
 }: the answer says which.
error-serve-restore_failed = { $n ->
    [one] One workspace was not restored whole
   *[other] { $n } workspaces were not restored whole
 }: the answer says which and why. Restore into another folder with an older backup (--not-after), or with the passphrase that it was made with (NETRA_PASSPHRASE).
error-serve-no_backup_before = There is no backup of the server from { $day } or before.
error-server-slow = It took too long, and was given up.

## What the doctor finds
label-doctor-restore = Restore the latest backup into a new folder: netra restore FILE DIR
label-doctor-unreadable = it cannot be read
label-doctor-format = format { $format }, workspace { $id }
label-doctor-keychain = in the keychain of this machine
label-doctor-passphrase = the passphrase opens it
label-doctor-no_key = none: the data is NOT encrypted
label-doctor-not_there = { $file } is not there
label-doctor-empty = { $file } is empty
label-doctor-opens = opens
label-doctor-first_page = its first page is damaged, or the key is not its own
label-doctor-no_workspace = { $file } holds no workspace
label-doctor-version = version { $n }
label-doctor-pages = { $n ->
    [one] one page is sound
   *[other] { $n } pages are sound
 }
label-doctor-untold = cannot be told while pages of the database are damaged
label-doctor-broken = { $list }
label-doctor-references = every row that is named is there
label-doctor-references_copy = this copy has what its person may see; “netra sync --check” compares it with the server
label-doctor-dangling = rows name others that are not there: { $list }
label-doctor-journal = { $n ->
    [one] one entry
   *[other] { $n } entries
 }, head { $head }
label-doctor-journal_broken = entry { $seq } does not follow from those before: the history was changed
label-doctor-compare = Compare with a backup from before; what entry { $seq } says cannot be trusted.
label-doctor-rebuilt = { $table }: built again
label-doctor-agrees = { $table }: agrees with its rows
label-doctor-differs = { $table }: { $wrong }
label-doctor-rebuild = netra doctor --repair builds it again from its rows
label-doctor-files = { $n ->
    [one] one stored file is whole
   *[other] { $n } stored files are whole
 }{ $elsewhere ->
    [0] {""}
    [one] , one is on the server only, until somebody who may opens it
   *[other] , { $elsewhere } are on the server only, until somebody who may opens them
 }
label-doctor-files_wrong = missing: [{ $missing }], changed: [{ $changed }]
label-doctor-copy_files = Copy them from the folder `files` of a restored backup.
label-doctor-leftovers = { $orphans } files that no row names, { $unfinished } unfinished{ $removed ->
    [0] {""}
   *[other] , { $removed } removed
 }
label-doctor-recover = Fetch this copy anew from its server: netra recover. { $n ->
    [0] Nothing waits to be handed in.
    [one] One change waits in the file beside it and is handed in then.
   *[other] { $n } changes wait in the file beside it and are handed in then.
 }
label-doctor-waiting = { $n ->
    [0] nothing waits
    [one] one change waits
   *[other] { $n } changes wait
 }, and it is written down beside the database
label-doctor-waiting_differs = the file of what waits does not agree with the database: { $n } in it, { $unreadable } not readable
label-doctor-write_waiting = netra doctor --repair writes it anew
label-key-nothing_there = nothing there
label-key-true = yes
label-key-false = no
label-key-workspace = workspace
label-key-folder = folder
label-key-firm = firm
label-key-protection = protection
label-key-protection_detail = what that means
label-key-role = its part
label-key-sync = its server
label-key-schema_version = version of the database
label-key-sqlite_version = version of SQLite
label-key-journal = journal
label-key-entries = entries
label-key-head = hash of the last entry
label-key-people = people
label-key-pending = commands not handed in yet
label-key-files = stored files
label-key-packs_in_clear = packs beside the data, not encrypted
label-key-database_bytes = size of the database in bytes

## Letters

mail-invitation-subject = { $firm } invites you to Netra
mail-invitation-text =
    Hello { $person },

    { $firm } works with Netra and has made a place for you. Within seven days this code sets your password:

    { $code }

    In the program: join your firm's server, with the address { $address } and your e-mail address { $email }. On the command line:

    netra -w FOLDER connect { $address } --email { $email } --invitation CODE

    The code is good once, and for you only. If you do not know { $firm }, do nothing.
mail-reset-subject = A new password for { $firm }
mail-reset-text =
    Hello { $person },

    somebody asked for a new password for you at { $firm }. If that was you, this code sets it within an hour:

    { $code }

    In the program: sign in as { $email } at { $address } with the password that you want, and this code under More. On the command line:

    netra -w FOLDER connect { $address } --email { $email } --invitation CODE

    The code is good once. All your devices are signed out when it is used; your second factor stays.

    If it was not you, do nothing: your password stays as it is. If this comes often, tell whoever looks after Netra at { $firm }.

# Settings, where a sentence names one.
label-setting-firm-name = Name of the firm
label-setting-firm-zone = Time zone
label-setting-firm-currency = Currency
label-setting-firm-address = Address
label-setting-firm-signatory_name = Who signs for the firm
label-setting-firm-signatory_position = Position of who signs
label-setting-firm-bank_details = Bank details on documents
label-setting-firm-phone_region = Country of phone numbers
label-setting-tax-country = Country of tax
label-setting-tax-state_code = State code
label-setting-calling-opens = Calls from
label-setting-calling-closes = Calls until
label-setting-calling-max_per_day = Attempts on one lead in a day
label-setting-calling-max_per_week = Attempts on one lead in a week
label-setting-calling-max_attempts = Attempts before a lead rests
label-setting-assignment-max_open = Open leads at once
label-setting-assignment-max_per_day = New leads in a day
label-setting-tax-number = Tax number
label-setting-tax-has_lut = Letter of undertaking for exports (LUT)
label-setting-tax-rounding = Amounts are rounded
label-setting-quotes-valid_days = Days that a quote is valid
label-setting-quotes-tenure_months = Months of work that a new quote begins with
label-setting-quotes-meetings_promised = Meetings that a new quote begins with
label-setting-quotes-round_total = Round the total to whole units
label-setting-quotes-approve_from_minor = Approval needed from this total
label-setting-quotes-approve_discount_over_percent = Approval needed over this discount, %
label-setting-quotes-approve_margin_under_percent = Approval needed under this margin, %
label-setting-payments-four_eyes = Somebody else verifies what one recorded
label-setting-brand-accent = Colour of headings and rules
label-setting-brand-confidentiality = Words at the foot of each page
label-setting-brand-logo = Logo
label-setting-reports-period = How often progress reports are drafted
label-setting-projects-stale_after_days = Days without news before a project counts as quiet
label-setting-sync-offline_days = Days without contact
label-setting_is-text = text
label-setting_is-zone = a time zone, such as Asia/Kolkata
label-setting_is-currency = a currency, such as INR
label-setting_is-bool = yes or no (true or false)
label-setting_is-number = a number from { $low } to { $high }
label-setting_is-from = a number from { $low }, or nothing
label-setting_is-number_or_none = a number from { $low } to { $high }, or nothing
label-setting_is-time = a time of day from 00:00 to 23:59
label-setting_is-word = one of: { $words }
label-setting_is-colour = a colour, such as #1F4E79
label-setting_is-file = a stored file, or nothing

# Fields, as the forms name them.
label-field-call_again_at = when to call again
label-field-at = time
label-field-on = day
label-field-size_bytes = size of the file
label-field-unit_cost = cost
label-field-unit_price = price
label-field-due_on = due date
label-field-due_days = days until due
label-field-received_on = received on
label-field-signed_on = signed on
label-field-signed_by = signed by
label-field-start_on = start date
label-field-end_on = end date
label-field-valid_days = days valid
label-field-tenure_months = months of work
label-field-meetings_promised = meetings promised
label-field-override_reason = reason to call all the same
label-field-file_name = name of the file
label-field-state_code = State
label-field-tax_number = tax number
label-field-mom = minutes
label-field-zone = time zone
label-field-after_project = after the project
label-field-again_minutes = minutes until the next call
label-field-allocation_percent = share of the working time, %
label-field-approved_by = approved by
label-field-approved_on = approved on
label-field-client_informed_on = client informed on
label-field-declined_by = declined by
label-field-disposition = outcome
label-field-firm_name = name of the firm
label-field-first_row = first row
label-field-given_by = given by
label-field-given_on = given on
label-field-gstin = GSTIN
label-field-held_at = when it was held
label-field-internal_notes = internal notes
label-field-last_on = last day
label-field-max_attempts = attempts before a lead rests
label-field-max_open = open leads at once
label-field-max_per_day = new leads in a day
label-field-nps = score
label-field-owed_by_client = owed by the client
label-field-owed_to_client = owed to the client
label-field-owner_name = name of the owner
label-field-owner_email = e-mail of the owner
label-field-planned_at = planned for
label-field-planned_end = planned end
label-field-planned_on = planned for
label-field-rate_key = key of the rate
label-field-rules = rule
label-field-sections = section
label-field-sow_item = SOW item
label-field-sow_items = SOW item
label-field-to_on = until
label-field-vat_number = VAT number
label-field-lines = line
label-field-instalments = instalment
label-field-actions = action
label-field-items = item
label-field-rate = tax rate
label-field-discount_percent = discount, %
label-field-tds = TDS
label-paper-draft = draft
label-paper-version = version { $n }
label-paper-in-en = in English
label-paper-in-hi = in Hindi

## What the command line says on a terminal
label-cli-not_encrypted = This copy of the data is NOT encrypted: whoever can read the folder can read the data.
label-cli-window_recovers = The database of this copy is damaged; the window fetches it anew.
label-cli-window_makes = There is no workspace yet; the window makes one.
label-cli-open_address = Open the address in a browser on this machine; it works once. Ctrl+C stops.
label-cli-backup_of_keychain = This backup opens only with the key in this machine's keychain. Set NETRA_PASSPHRASE when backing up to make one that opens on any machine.
label-cli-backup_not_encrypted = This backup is NOT encrypted: whoever can read the file can read the data.
label-cli-backup_misses = { $n } stored files were missing or damaged and are not in the backup; netra doctor says which.
label-cli-restored_other_passphrase = Restored whole, but the passphrase in NETRA_PASSPHRASE is not the one of this backup.
label-cli-restored_other_keychain = Restored whole, but its key is in the keychain of the machine where it was made.
label-cli-damaged_kept = The damaged database is now called { $file }. Remove it once everything is there.
label-cli-letter = If there is such a person, a letter with a code is on its way.
label-cli-factor_begun = Put this into the program that makes your codes; then: netra second-factor confirm CODE
label-cli-factor_codes = Write these down: each lets you in once when the program is lost. They are not shown again.
label-cli-far = { $waiting } waiting; rows taken in:
label-cli-waits_for_news = up to date; waiting for news
label-cli-waits_for_server = waiting for the server
label-cli-rows = { $rows } rows ({ $rate } rows/s), { $part } % of the file
label-cli-done_of = { $doing } { $done } of { $total } ({ $rate }/s)
label-cli-passphrase = Passphrase
label-cli-once_more = Once more
label-cli-password = Password
label-cli-code = Code
label-cli-email = E-mail address
label-cli-protected_by_keychain = encrypted; the key is in the operating system's keychain
label-cli-protected_by_passphrase = encrypted; the key is wrapped by your passphrase
label-cli-protected_by_none = NOT encrypted: anybody who can read the folder can read the data
