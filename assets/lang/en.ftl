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
error-undo-moved_on = This can no longer be undone: it was changed again since.
error-undo-done_already = This was undone already.
error-money-too_large = The amount is too large.
error-storage-full = The disk is full, so nothing was saved. Free some space and try again.
error-storage-busy = Another program is using this workspace. Try again in a moment.
error-storage-corrupt = The database file is damaged. Run “netra doctor” and restore the latest backup.
error-storage-wrong_key = The key or passphrase does not open this workspace.
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

## Fields
field-required = This is needed.
field-too_long = This is too long.
field-email-not_valid = This is not an e-mail address.
field-phone-not_valid = This is not a phone number.
field-zone-unknown = There is no such time zone.
field-sha256-not_valid = This is not a SHA-256 hash.
field-file_name-not_valid = A file name has no slashes.
field-file-too_large = A file may have at most 2 GB.
field-country-not_valid = A country is two letters, such as IN or GB.
field-gstin-not_valid = This is not a GSTIN: its check character is wrong, or it is not complete.
field-vat_number-not_valid = This is not a UK VAT number: its check digits are wrong, or it is not complete.
field-state-unknown = There is no GST State with this code.
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
did-role-set_permissions = { $actor } changed what the role { $role } may do ({ $n } permissions).
did-setting-set = { $actor } set { $key } to { $value }.
did-file-add = { $actor } attached { $file }.
did-undo = { $actor } undid “{ $what }”.

## The workspace's folder, key and files
error-workspace-not_found = There is no workspace in { $folder }. “netra init” makes one.
error-workspace-folder_taken = { $folder } is not empty. Choose an empty folder or a new name.
error-workspace-format = This workspace was made by a newer Netra (format { $found }, ours { $known }). Update Netra; nothing was touched.
error-workspace-damaged = { $file } is damaged. Restore the latest backup into a new folder.
error-key-passphrase_needed = This needs a passphrase: set NETRA_PASSPHRASE, or answer the prompt. (No keychain keeps the key on this machine.)
error-key-passphrase_wrong = The passphrase does not open this workspace.
error-key-keychain_unavailable = The keychain of this machine does not answer ({ $detail }). Unlock it and try again.
error-key-not_in_keychain = The keychain does not give the key of this workspace. Unlock it, or restore a backup with its passphrase.
error-file-bytes_missing = The content of a stored file is missing ({ $file }). Restore it from a backup.
error-file-bytes_changed = The content of a stored file was changed or cut off ({ $file }). Restore it from a backup.
error-file-not_readable = { $file } cannot be read. Check the path and its permissions.
error-rpc-malformed = The request is malformed: { $problem }.
error-job-unknown = There is no job “{ $name }”.
error-job-cancelled = Cancelled. What was done before stays.
error-backup-file_taken = { $file } is there already and is no backup. Choose another name.
error-backup-not_one = { $file } is not a Netra backup.
error-backup-damaged = The backup is damaged or cut off (at { $part }). Nothing was restored; use another copy of it.
error-backup-newer = This backup was made by a newer Netra (format { $found }, ours { $known }). Update Netra; nothing was restored.
error-usage = { $problem }.

## Packs
field-pack-kind_unknown = There is no such pack. Choose project or quote.
field-pack-format_unknown = A format is md, docx or pdf.
did-pack-record = { $actor } produced the pack “{ $title }” ({ $audience }, { $n } documents).

## Serving to a browser
error-serve-not_built = This program was compiled without the web pages. Run “cargo xtask run”, or name a folder of built pages with --ui.
error-serve-no_page = { $folder } holds no built web pages.
error-serve-port = Port { $port } cannot be used ({ $problem }). Choose another with --port.
error-serve-not_signed_in = Open the address that “netra serve” printed; it lets you in once.
error-serve-not_json = The request is not JSON.
## Leads
error-lead-not_found = There is no such lead, or it is not yours.
error-lead-duplicate = { $name } has this number or address already. Open that lead, or add it all the same.
error-lead-archived = { $name } is archived. Restore the lead first.
error-lead-not_open = { $name } is no longer an open lead ({ $status }).
error-lead-merge_itself = A lead cannot be merged with itself. Choose another one.
error-lead-too_many = At most { $limit } leads at once. Choose fewer.
error-lead-none_given = Choose at least one lead.
field-phone_or_email = A phone number or an e-mail address is needed.
field-status-unknown = There is no such status.
field-follow_up-in_the_past = This time has passed. Choose a later one.
did-lead-create = { $actor } added the lead { $lead }.
did-lead-update = { $actor } changed the lead { $lead }.
did-lead-archive = { $actor } archived { $n } leads ({ $lead }).
did-lead-restore = { $actor } restored { $n } leads ({ $lead }).
did-lead-merge = { $actor } merged { $merged } into { $lead }.
did-lead-set_dnd = { $actor } turned do-not-disturb { $state } for { $lead }: { $reason }
did-lead-withdraw_consent = { $actor } recorded that { $lead } withdrew consent: { $reason }
did-lead-add_note = { $actor } added a note to { $lead }.
did-lead-set_follow_up = { $actor } set the next call of { $lead }: { $at }.
did-company-create = { $actor } added the company { $company }.
did-company-update = { $actor } changed { $company }.
did-company-archive = { $actor } archived { $company }.
did-company-restore = { $actor } restored { $company }.
did-contact-create = { $actor } added { $contact } of { $company }.
did-contact-update = { $actor } changed the contact { $contact }.
did-deal-create = { $actor } added the deal “{ $deal }” with { $company }.
did-deal-create_from_lead = { $actor } made the deal “{ $deal }” with { $company } of the lead { $lead }.
did-deal-move = { $actor } moved “{ $deal }” to { $stage }.
did-payment-record = { $actor } recorded { $amount } on instalment { $number } of { $agreement }.
did-payment-verify = { $actor } verified { $amount } ({ $reference }), receipt { $receipt }.
did-payment-reject = { $actor } rejected { $amount } ({ $reference }): { $reason }
did-payment-reverse = { $actor } reversed { $amount } ({ $reference }): { $reason }
