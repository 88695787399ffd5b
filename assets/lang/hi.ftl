# हिन्दी वाक्य। error-<code>, field-<code>, did-<command>, title-<command>: बिंदु की जगह हाइफ़न।

## प्रोग्राम और भंडार की त्रुटियाँ
error-internal = Netra के भीतर कुछ गड़बड़ हुई। आपका डेटा सुरक्षित है; फिर कोशिश करें, दोबारा हो तो निदान भेजें।
error-invalid = कुछ खानों को सुधारना होगा।
error-arguments = अनुरोध सही नहीं है (“{ $path }”): { $problem }।
error-forbidden = आपको इसकी अनुमति नहीं है। एडमिन से “{ $permission }” अनुमति माँगें।
error-command-unknown = “{ $name }” नाम का कोई आदेश नहीं है। “netra catalogue” सब दिखाता है।
error-query-unknown = “{ $name }” नाम का कोई प्रश्न नहीं है। “netra catalogue” सब दिखाता है।
error-command-too_large = एक बार के लिए यह बहुत बड़ा है ({ $bytes } बाइट, अधिकतम { $limit })। छोटे हिस्सों में करें।
error-command-version = यह प्रोग्राम और “{ $name }” आदेश देने वाला प्रोग्राम अलग संस्करण के हैं ({ $version } और { $expected })। पुराने को अपडेट करें।
error-actor-unknown = इस कार्यक्षेत्र में ऐसा कोई व्यक्ति नहीं है। ई-मेल पता जाँचें।
error-actor-suspended = { $person } निलंबित हैं और कुछ नहीं कर सकते। एडमिन उन्हें बहाल कर सकते हैं।
error-undo-unknown = इस पहचान के तहत वापस लेने को कुछ नहीं है।
error-undo-not_undoable = इसे वापस नहीं लिया जा सकता। इसकी जगह सुधार करें।
error-undo-moved_on = इसे अब वापस नहीं लिया जा सकता: इसके बाद बदलाव हो चुका है।
error-undo-done_already = यह पहले ही वापस लिया जा चुका है।
error-money-too_large = राशि बहुत बड़ी है।
error-storage-full = डिस्क भर गई है, इसलिए कुछ सहेजा नहीं गया। जगह खाली करके फिर कोशिश करें।
error-storage-busy = कोई दूसरा प्रोग्राम इस कार्यक्षेत्र का उपयोग कर रहा है। थोड़ी देर में फिर कोशिश करें।
error-storage-corrupt = डेटाबेस फ़ाइल क्षतिग्रस्त है। “netra doctor” चलाएँ और नवीनतम बैकअप बहाल करें।
error-storage-wrong_key = इस कुंजी या पासफ़्रेज़ से यह कार्यक्षेत्र नहीं खुलता।
error-storage-read_only = कार्यक्षेत्र में लिखा नहीं जा सकता। फ़ोल्डर की अनुमतियाँ जाँचें।
error-storage-failed = डिस्क ने ठीक उत्तर नहीं दिया, इसलिए कुछ सहेजा नहीं गया। फिर कोशिश करें।
error-storage-constraint = यह पहले से मौजूद किसी चीज़ से टकराता है। फिर से लोड करके कोशिश करें।
error-storage-too_big = पाठ या फ़ाइल सहेजने के लिए बहुत बड़ी है।
error-schema-newer = यह कार्यक्षेत्र नए Netra से बना है (उसका संस्करण { $found }, हमारा { $known })। Netra अपडेट करें; कुछ बदला नहीं गया।
error-schema-changed = इस कार्यक्षेत्र की बनावट इस Netra की अपेक्षा से अलग है। कुछ बदला नहीं गया। जिस संस्करण ने इसे बनाया उसी का उपयोग करें। ({ $detail })

## लोग और कार्यक्षेत्र
error-person-not_found = ऐसा कोई व्यक्ति नहीं है। सूची से चुनें।
error-role-not_found = “{ $role }” नाम की कोई भूमिका नहीं है।
error-person-email_taken = { $email } पते वाला व्यक्ति पहले से है।
error-person-last_owner = कार्यक्षेत्र में कम से कम एक सक्रिय स्वामी चाहिए। पहले किसी और को स्वामी बनाएँ।
error-role-owner_fixed = स्वामी सब कुछ कर सकता है; इसे बदला नहीं जा सकता।
error-workspace-exists = यह कार्यक्षेत्र पहले ही बन चुका है।
error-permission-unknown = “{ $permission }” नाम की कोई अनुमति नहीं है।
error-setting-unknown = “{ $key }” नाम की कोई सेटिंग नहीं है।
error-setting-not_valid = “{ $key }” का मान { $expected } होना चाहिए।
error-file-not_found = ऐसी कोई फ़ाइल नहीं है। पहले उसे जोड़ें।
error-history-nothing_there = ऐसा कोई रिकॉर्ड नहीं है, या आप उसे नहीं देख सकते।

## ग्राहक, सौदे और पैसा
error-company-not_found = ऐसी कोई कंपनी नहीं है। सूची से चुनें।
error-contact-not_found = ऐसा कोई संपर्क नहीं है। सूची से चुनें।
error-company-tax_number_taken = यह कर संख्या पहले से { $company } की है। उसी कंपनी का उपयोग करें।
error-company-archived = { $company } संग्रह में है। पहले उसे बहाल करें।
error-company-not_archived = { $company } संग्रह में नहीं है।
error-contact-of_another_company = { $contact } दूसरी कंपनी के हैं। इसी कंपनी का संपर्क चुनें।
error-company-not_yours = { $company } किसी और के ग्राहक हैं। बिक्री प्रबंधक से कहें।
error-deal-not_found = ऐसा कोई सौदा नहीं है, या आप उसे नहीं देख सकते।
error-deal-stage_unknown = पाइपलाइन में “{ $stage }” नाम का कोई चरण नहीं है।
error-deal-won_by_quote = सौदा स्वीकृत कोटेशन से ही जीता जाता है। उसके कोटेशन की स्वीकृति दर्ज करें।
error-deal-won_already = “{ $deal }” जीता जा चुका है और जीता ही रहेगा।
error-deal-of_lead_exists = { $lead } से सौदा पहले ही बन चुका है।
error-deal-lead_not_open = { $lead } अब खुली लीड नहीं है। पहले लीड को फिर से उठाएँ।
error-deal-not_yours = “{ $deal }” किसी और का है। बिक्री प्रबंधक से कहें।
error-number-series_full = संख्या श्रृंखला { $series } अगले वित्त वर्ष तक भर चुकी है।
error-number-no_code_left = इस डिवाइस की संख्याओं के लिए कोई कोड नहीं बचा। किसी पुराने डिवाइस को हटाएँ।
error-agreement-not_found = ऐसा कोई अनुबंध नहीं है, या आप उसे नहीं देख सकते।
error-instalment-not_found = ऐसी कोई किस्त नहीं है।
error-payment-not_found = ऐसा कोई भुगतान नहीं है।
error-payment-over_open = { $given } इस किस्त की बकाया राशि { $open } से अधिक है। शेष अगली किस्त पर दर्ज करें।
error-payment-nothing_open = किस्त { $number } पर कुछ बकाया नहीं है।
error-payment-reference_used = संदर्भ { $reference } किसी दूसरे भुगतान में आ चुका है। जाँचें कि यह दो बार दर्ज न हो।
error-payment-decided_already = इस भुगतान पर निर्णय हो चुका है ({ $state })।
error-payment-not_verified = केवल सत्यापित भुगतान उलटा जाता है। इसे अस्वीकार करें।
error-payment-reversed_already = यह भुगतान पहले ही उलटा जा चुका है।
error-payment-is_reversal = उलटाव को फिर उलटा नहीं जा सकता। भुगतान फिर से दर्ज करें।
error-payment-four_eyes = यह भुगतान आपने दर्ज किया है, इसलिए निर्णय कोई और करे।
error-payment-no_receipt = रसीद केवल सत्यापित भुगतान की होती है।

## खाने
field-required = यह ज़रूरी है।
field-too_long = यह बहुत लंबा है।
field-email-not_valid = यह ई-मेल पता नहीं है।
field-phone-not_valid = यह फ़ोन नंबर नहीं है।
field-zone-unknown = ऐसा कोई समय क्षेत्र नहीं है।
field-sha256-not_valid = यह SHA-256 हैश नहीं है।
field-file_name-not_valid = फ़ाइल के नाम में स्लैश नहीं होता।
field-file-too_large = फ़ाइल अधिकतम 2 GB की हो सकती है।
field-country-not_valid = देश दो अक्षरों का होता है, जैसे IN या GB।
field-gstin-not_valid = यह GSTIN नहीं है: जाँच अक्षर गलत है या संख्या अधूरी है।
field-vat_number-not_valid = यह UK VAT संख्या नहीं है: जाँच अंक गलत हैं या संख्या अधूरी है।
field-state-unknown = इस कोड का कोई GST राज्य नहीं है।
field-state-not_of_gstin = यह राज्य GSTIN वाला नहीं है।
field-state-not_in_india = यह केवल भारत की कंपनियों के लिए है।
field-negative = यह शून्य से कम नहीं हो सकता।
field-reason-required = कारण बताएँ।
field-amount-not_positive = राशि शून्य से अधिक होनी चाहिए।
field-date-in_future = यह दिन अभी आया नहीं है।

## इतिहास
did-workspace-create = { $actor } ने कार्यक्षेत्र { $firm } बनाया।
did-person-add = { $actor } ने { $person } को जोड़ा ({ $roles })।
did-person-update = { $actor } ने { $person } का विवरण बदला।
did-person-set_roles = { $actor } ने { $person } की भूमिकाएँ { $roles } कीं।
did-person-set_status = { $actor } ने { $person } की स्थिति { $status } की।
did-role-set_permissions = { $actor } ने भूमिका { $role } के अधिकार बदले ({ $n } अनुमतियाँ)।
did-setting-set = { $actor } ने { $key } को { $value } किया।
did-file-add = { $actor } ने { $file } जोड़ी।
did-undo = { $actor } ने “{ $what }” वापस लिया।
did-company-create = { $actor } ने कंपनी { $company } जोड़ी।
did-company-update = { $actor } ने { $company } का विवरण बदला।
did-company-archive = { $actor } ने { $company } को संग्रह में रखा।
did-company-restore = { $actor } ने { $company } को बहाल किया।
did-contact-create = { $actor } ने { $company } के { $contact } को जोड़ा।
did-contact-update = { $actor } ने संपर्क { $contact } का विवरण बदला।
did-deal-create = { $actor } ने { $company } के साथ सौदा “{ $deal }” जोड़ा।
did-deal-create_from_lead = { $actor } ने लीड { $lead } से { $company } के साथ सौदा “{ $deal }” बनाया।
did-deal-move = { $actor } ने “{ $deal }” को चरण { $stage } में रखा।
did-payment-record = { $actor } ने { $agreement } की किस्त { $number } पर { $amount } दर्ज किए।
did-payment-verify = { $actor } ने { $amount } ({ $reference }) सत्यापित किए, रसीद { $receipt }।
did-payment-reject = { $actor } ने { $amount } ({ $reference }) अस्वीकार किए: { $reason }
did-payment-reverse = { $actor } ने { $amount } ({ $reference }) उलटे: { $reason }

## आदेशों के नाम
title-workspace-create = कार्यक्षेत्र बनाएँ
title-person-add = व्यक्ति जोड़ें
title-person-update = व्यक्ति बदलें
title-person-set_roles = व्यक्ति की भूमिकाएँ बदलें
title-person-set_status = व्यक्ति को निलंबित या बहाल करें
title-role-set_permissions = भूमिका के अधिकार बदलें
title-setting-set = सेटिंग बदलें
title-file-add = फ़ाइल जोड़ें
title-undo = वापस लें

## कार्यक्षेत्र का फ़ोल्डर, कुंजी और फ़ाइलें
error-workspace-not_found = { $folder } में कोई कार्यक्षेत्र नहीं है। “netra init” से बनाएँ।
error-workspace-folder_taken = { $folder } खाली नहीं है। खाली फ़ोल्डर या नया नाम चुनें।
error-workspace-format = यह कार्यक्षेत्र नए Netra से बना है (प्रारूप { $found }, हमारा { $known })। Netra अपडेट करें; कुछ बदला नहीं गया।
error-workspace-damaged = { $file } क्षतिग्रस्त है। नवीनतम बैकअप नए फ़ोल्डर में बहाल करें।
error-key-passphrase_needed = पासफ़्रेज़ चाहिए: NETRA_PASSPHRASE दें या पूछने पर लिखें। (इस मशीन पर कुंजी रखने वाला कीचेन नहीं है।)
error-key-passphrase_wrong = इस पासफ़्रेज़ से यह कार्यक्षेत्र नहीं खुलता।
error-key-keychain_unavailable = इस मशीन का कीचेन उत्तर नहीं दे रहा ({ $detail })। उसे खोलकर फिर कोशिश करें।
error-key-not_in_keychain = कीचेन इस कार्यक्षेत्र की कुंजी नहीं दे रहा। उसे खोलें, या पासफ़्रेज़ से बैकअप बहाल करें।
error-file-bytes_missing = सहेजी फ़ाइल की सामग्री नहीं मिली ({ $file })। बैकअप से बहाल करें।
error-file-bytes_changed = सहेजी फ़ाइल की सामग्री बदली या कटी हुई है ({ $file })। बैकअप से बहाल करें।
error-file-not_readable = { $file } पढ़ी नहीं जा सकती। पथ और अनुमतियाँ जाँचें।
error-rpc-malformed = अनुरोध ठीक से बना नहीं है: { $problem }।
error-job-unknown = “{ $name }” नाम का कोई काम नहीं है।
error-job-cancelled = रद्द किया गया। पहले जो हुआ वह बना रहेगा।
error-backup-file_taken = { $file } पहले से है और बैकअप नहीं है। दूसरा नाम चुनें।
error-backup-not_one = { $file } Netra का बैकअप नहीं है।
error-backup-damaged = बैकअप क्षतिग्रस्त या कटा हुआ है ({ $part } पर)। कुछ बहाल नहीं हुआ; उसकी दूसरी प्रति लें।
error-backup-newer = यह बैकअप नए Netra से बना है (प्रारूप { $found }, हमारा { $known })। Netra अपडेट करें; कुछ बहाल नहीं हुआ।
error-usage = { $problem }।

## पैक
field-pack-kind_unknown = ऐसा कोई पैक नहीं है। project या quote चुनें।
field-pack-format_unknown = प्रारूप md, docx या pdf होता है।
did-pack-record = { $actor } ने पैक “{ $title }” बनाया ({ $audience }, { $n } दस्तावेज़)।
title-pack-record = पैक दर्ज करें

## Serving to a browser
error-serve-not_built = यह प्रोग्राम वेब पृष्ठों के बिना बना है। “cargo xtask run” चलाएँ, या बने हुए पृष्ठों का फ़ोल्डर --ui से बताएँ।
error-serve-no_page = { $folder } में बने हुए वेब पृष्ठ नहीं हैं।
error-serve-port = पोर्ट { $port } नहीं मिल सकता ({ $problem })। --port से कोई और चुनें।
error-serve-not_signed_in = “netra serve” ने जो पता दिखाया था उसे खोलें; वह एक बार भीतर आने देता है।
error-serve-not_json = अनुरोध JSON नहीं है।
## लीड
error-lead-not_found = ऐसी कोई लीड नहीं है, या वह आपकी नहीं है।
error-lead-duplicate = यह नंबर या पता पहले से { $name } का है। वह लीड खोलें, या फिर भी जोड़ें।
error-lead-archived = { $name } अभिलेख में है। पहले लीड को वापस लाएँ।
error-lead-not_open = { $name } अब खुली लीड नहीं है ({ $status })।
error-lead-merge_itself = लीड को उसी में नहीं मिलाया जा सकता। कोई और चुनें।
error-lead-too_many = एक बार में अधिकतम { $limit } लीड। कम चुनें।
error-lead-none_given = कम से कम एक लीड चुनें।
field-phone_or_email = फ़ोन नंबर या ई-मेल पता चाहिए।
field-status-unknown = ऐसी कोई स्थिति नहीं है।
field-follow_up-in_the_past = यह समय बीत चुका है। बाद का समय चुनें।
did-lead-create = { $actor } ने लीड { $lead } जोड़ी।
did-lead-update = { $actor } ने लीड { $lead } बदली।
did-lead-archive = { $actor } ने { $n } लीड अभिलेख में रखीं ({ $lead })।
did-lead-restore = { $actor } ने { $n } लीड वापस लाईं ({ $lead })।
did-lead-merge = { $actor } ने { $merged } को { $lead } में मिलाया।
did-lead-set_dnd = { $actor } ने { $lead } के लिए ‘परेशान न करें’ { $state } किया: { $reason }
did-lead-withdraw_consent = { $actor } ने दर्ज किया कि { $lead } ने सहमति वापस ली: { $reason }
did-lead-add_note = { $actor } ने { $lead } पर टिप्पणी जोड़ी।
did-lead-set_follow_up = { $actor } ने { $lead } की अगली कॉल तय की: { $at }।
title-lead-create = लीड जोड़ें
title-lead-update = लीड बदलें
title-lead-archive = लीड अभिलेख में रखें
title-lead-restore = लीड वापस लाएँ
title-lead-merge = दो लीड मिलाएँ
title-lead-set_dnd = ‘परेशान न करें’ तय करें
title-lead-withdraw_consent = लीड की सहमति वापस लें
title-lead-add_note = लीड पर टिप्पणी जोड़ें
title-lead-set_follow_up = अगली कॉल तय करें
title-company-create = कंपनी जोड़ें
title-company-update = कंपनी बदलें
title-company-archive = कंपनी को संग्रह में रखें
title-company-restore = कंपनी बहाल करें
title-contact-create = संपर्क जोड़ें
title-contact-update = संपर्क बदलें
title-deal-create = सौदा जोड़ें
title-deal-create_from_lead = लीड से सौदा बनाएँ
title-deal-move = सौदे का चरण बदलें
title-payment-record = भुगतान दर्ज करें
title-payment-verify = भुगतान सत्यापित करें
title-payment-reject = भुगतान अस्वीकार करें
title-payment-reverse = भुगतान उलटें
