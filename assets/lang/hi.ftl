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
error-undo-moved_on = इसे अब वापस नहीं लिया जा सकता: इसके बाद बदलाव हो चुका है, या इस पर कुछ और बन चुका है।
error-undo-done_already = यह पहले ही वापस लिया जा चुका है।
error-date-too_far = यह दिन 1900 से पहले या 2200 के बाद का होगा। तारीख़ और अवधि जाँचें।
error-money-too_large = राशि बहुत बड़ी है।
error-storage-full = डिस्क भर गई है, इसलिए कुछ सहेजा नहीं गया। जगह खाली करके फिर कोशिश करें।
error-storage-no_folder = इस पथ का फ़ोल्डर नहीं है। पथ जाँचें, या पहले फ़ोल्डर बनाएँ।
error-storage-busy = कोई दूसरा प्रोग्राम इस कार्यक्षेत्र का उपयोग कर रहा है। थोड़ी देर में फिर कोशिश करें।
error-storage-corrupt = डेटाबेस फ़ाइल क्षतिग्रस्त है। “netra doctor” चलाएँ और नवीनतम बैकअप बहाल करें।
error-storage-wrong_key = डेटाबेस फ़ाइल का आरंभ खराब है, या कुंजी किसी दूसरे कार्यक्षेत्र की है। “netra doctor” जाँच करता है; खराब हो तो नवीनतम बैकअप नए फ़ोल्डर में वापस लाएँ।
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

## ग्राहक, डील और पैसा
error-company-not_found = ऐसी कोई कंपनी नहीं है। सूची से चुनें।
error-contact-not_found = ऐसा कोई संपर्क नहीं है। सूची से चुनें।
error-company-tax_number_taken = यह कर संख्या पहले से { $company } की है। उसी कंपनी का उपयोग करें।
error-company-archived = { $company } संग्रह में है। पहले उसे बहाल करें।
error-company-not_archived = { $company } संग्रह में नहीं है।
error-contact-of_another_company = { $contact } दूसरी कंपनी के हैं। इसी कंपनी का संपर्क चुनें।
error-company-not_yours = { $company } किसी और के ग्राहक हैं। बिक्री प्रबंधक से कहें।
error-deal-not_found = ऐसी कोई डील नहीं है, या आप उसे नहीं देख सकते।
error-deal-stage_unknown = पाइपलाइन में “{ $stage }” नाम का कोई चरण नहीं है।
error-deal-won_by_quote = डील स्वीकृत कोटेशन से ही जीती जाती है। उसके कोटेशन की स्वीकृति दर्ज करें।
error-deal-won_already = “{ $deal }” जीती जा चुकी है और जीती ही रहेगी।
error-deal-of_lead_exists = { $lead } से डील पहले ही बन चुकी है।
error-deal-lead_not_open = { $lead } अब खुली लीड नहीं है। पहले लीड को फिर से उठाएँ।
error-deal-not_yours = “{ $deal }” किसी और की है। बिक्री प्रबंधक से कहें।
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

## कोटेशन और कर
error-tax-rate_unknown = “{ $rate }” दर लागू नहीं है। दूसरी दर चुनें।
error-quote-not_found = ऐसा कोई कोटेशन नहीं है, या आप उसे नहीं देख सकते।
error-quote-section_not_found = इस कोटेशन में ऐसा कोई खंड नहीं है। कोटेशन फिर से खोलें।
error-quote-line_not_found = इस कोटेशन में ऐसी कोई पंक्ति नहीं है। कोटेशन फिर से खोलें।
error-quote-version_not_found = इस कोटेशन का ऐसा कोई संस्करण नहीं है।
error-quote-not_yours = “{ $quote }” किसी और का है। उसकी प्रति बनाएँ या बिक्री प्रबंधक से कहें।
error-quote-cost_forbidden = लागत, आपूर्तिकर्ता और मार्जिन देखना या भरना आपके अधिकार में नहीं है। एडमिन से अनुमति माँगें।
error-quote-not_in_state = कोटेशन की स्थिति “{ $state }” है, इसलिए यह अभी नहीं हो सकता; शायद किसी और ने उसे आगे बढ़ाया है, इतिहास देखें। जो स्वीकृत या प्रतिस्थापित हो चुका वह अंतिम है: कोटेशन की प्रति बनाएँ।
error-quote-needs_approval = भेजने से पहले इस कोटेशन को अनुमोदन चाहिए ({ $why })। अनुमोदन माँगें।
error-quote-nothing_priced = इस प्रस्ताव में मूल्य वाली कोई पंक्ति नहीं है। इसमें शामिल पंक्तियाँ जोड़ें।
error-quote-percents_not_100 = किस्तों का जोड़ { $percent } % है। उसे 100 % करें।
error-quote-amounts_not_total = किस्तों का जोड़ { $given } है और कुल { $total } है। दोनों बराबर करें।
error-quote-amounts_with_tiers = तीन प्रस्तावों वाले कोटेशन के तीन योग होते हैं। किस्तें प्रतिशत में रखें।
error-quote-instalment_too_small = किस्त { $number } शून्य हो जाएगी। उसे बड़ा हिस्सा दें।
error-quote-section_not_empty = “{ $section }” में अभी पंक्तियाँ हैं। पहले उन्हें हटाएँ या खिसकाएँ।
error-quote-tier_needed = बताएँ कौन सा प्रस्ताव स्वीकार हुआ: basic, standard या premium।
error-quote-no_tiers = इस कोटेशन में ऐसा कोई प्रस्ताव नहीं है।
error-quote-company_or_deal = बताएँ कि कोटेशन किस कंपनी या डील के लिए है।
error-quote-deal_of_another_company = यह डील दूसरी कंपनी की है।
error-quote-validity_over = कोटेशन { $on } तक मान्य था। नया संस्करण भेजें।
error-quote-validity_not_over = कोटेशन { $on } तक मान्य है। उसके बाद समाप्त होगा।
error-quote-never_sent = यह कोटेशन अभी भेजा नहीं गया है। पहले भेजें।
error-quote-too_many_lines = कोटेशन में अधिकतम { $limit } पंक्तियाँ हो सकती हैं।
field-percent-not_valid = दर 0 से 100 प्रतिशत होती है; शून्य या छूट वाली दर 0 होती है।
field-rate_key-not_valid = कुंजी में छोटे अक्षर, अंक और अंडरस्कोर होते हैं।
field-tax_rate-unknown = ऐसी कोई दर लागू नहीं है। दूसरी दर चुनें।
field-instalment-percent_or_amount = सब किस्तें प्रतिशत में दें, या सब राशि में।
field-due_on-required = तारीख केवल “तारीख पर” के लिए दें, और तब ज़रूर दें।
did-tax-set_rate = { $actor } ने { $from } से { $rate } को { $percent } % किया।
did-quote-create = { $actor } ने { $company } के लिए कोटेशन “{ $quote }” बनाया।
did-quote-update_header = { $actor } ने कोटेशन “{ $quote }” बदला।
did-quote-set_instalments = { $n ->
    [one] { $actor } ने “{ $quote }” की { $n } किस्त तय की।
   *[other] { $actor } ने “{ $quote }” की { $n } किस्तें तय कीं।
 }
did-quote-set_lines = { $n ->
    [one] { $actor } ने “{ $quote }” की { $n } पंक्ति लिखी।
   *[other] { $actor } ने “{ $quote }” की { $n } पंक्तियाँ लिखीं।
 }
did-quote-add_section = { $actor } ने “{ $quote }” में खंड “{ $section }” जोड़ा।
did-quote-update_section = { $actor } ने “{ $quote }” के खंड का नाम “{ $section }” किया।
did-quote-remove_section = { $actor } ने “{ $quote }” का खंड “{ $section }” हटाया।
did-quote-add_lines = { $n ->
    [one] { $actor } ने “{ $quote }” में { $n } पंक्ति जोड़ी।
   *[other] { $actor } ने “{ $quote }” में { $n } पंक्तियाँ जोड़ीं।
}
did-quote-add_line = { $actor } ने “{ $quote }” में “{ $line }” जोड़ी।
did-quote-update_line = { $actor } ने “{ $quote }” में “{ $line }” बदली।
did-quote-move_line = { $actor } ने “{ $quote }” में “{ $line }” खिसकाई।
did-quote-remove_line = { $actor } ने “{ $quote }” से “{ $line }” हटाई।
did-quote-submit = { $actor } ने “{ $quote }” के संस्करण { $version } का अनुमोदन माँगा।
did-quote-approve = { $actor } ने “{ $quote }” के संस्करण { $version } का अनुमोदन किया।
did-quote-return = { $actor } ने “{ $quote }” का संस्करण { $version } लौटाया: { $reason }
did-quote-send = { $actor } ने “{ $quote }” का संस्करण { $version } संख्या { $number } से भेजा{ $way ->
    [email] , ई-मेल से
    [messenger] , मैसेंजर से
    [in_person] , स्वयं मिलकर दिया
    [post] , डाक से
    [other] , किसी और तरीके से
   *[none] {""}
 }{ $moved ->
    [yes] ; सौदा अब { $stage } चरण में है
   *[no] {""}
 }।
did-quote-mark_viewed = { $actor } ने दर्ज किया कि ग्राहक ने { $number } देखा।
did-quote-accept = { $actor } ने दर्ज किया कि { $signed_by } ने { $number } ({ $total }) स्वीकार किया: अनुबंध { $agreement }।
did-quote-decline = { $actor } ने दर्ज किया कि { $number } अस्वीकार हुआ: { $reason }
did-quote-expire = { $actor } ने { $number } को समाप्त किया।
did-quote-copy = { $actor } ने “{ $from }” की प्रति “{ $quote }” बनाई।
title-tax-set_rate = कर की दर तय करें
title-quote-create = कोटेशन बनाएँ
title-quote-update_header = कोटेशन का शीर्ष बदलें
title-quote-set_instalments = कोटेशन की किस्तें तय करें
title-quote-set_lines = कोटेशन की पंक्तियाँ लिखें
title-quote-add_section = कोटेशन में खंड जोड़ें
title-quote-update_section = कोटेशन के खंड का नाम बदलें
title-quote-remove_section = कोटेशन का खंड हटाएँ
title-quote-add_lines = कोटेशन में पंक्तियाँ जोड़ें
title-quote-add_line = कोटेशन में पंक्ति जोड़ें
title-quote-update_line = कोटेशन की पंक्ति बदलें
title-quote-move_line = कोटेशन की पंक्ति खिसकाएँ
title-quote-remove_line = कोटेशन की पंक्ति हटाएँ
title-quote-submit = कोटेशन का अनुमोदन माँगें
title-quote-approve = कोटेशन का अनुमोदन करें
title-quote-return = कोटेशन लौटाएँ
title-quote-send = कोटेशन भेजें
title-quote-mark_viewed = दर्ज करें कि ग्राहक ने कोटेशन देखा
title-quote-accept = कोटेशन की स्वीकृति दर्ज करें
title-quote-decline = कोटेशन की अस्वीकृति दर्ज करें
title-quote-expire = कोटेशन समाप्त करें
title-quote-copy = कोटेशन की प्रति बनाएँ

## खाने
field-required = यह ज़रूरी है।
field-too_long = यह बहुत लंबा है।
field-email-not_valid = यह ई-मेल पता नहीं है।
field-phone-not_valid = यह फ़ोन नंबर नहीं है।
field-role-unknown = “{ $role }” नाम की कोई भूमिका नहीं है।
field-zone-unknown = ऐसा कोई समय क्षेत्र नहीं है।
field-sha256-not_valid = यह SHA-256 हैश नहीं है।
field-file_name-not_valid = फ़ाइल के नाम में स्लैश नहीं होता।
field-file-too_large = फ़ाइल अधिकतम 2 GB की हो सकती है।
field-file-empty = फ़ाइल खाली है।
field-country-not_valid = देश दो अक्षरों का होता है, जैसे IN या GB।
field-gstin-not_valid = यह GSTIN नहीं है: जाँच अक्षर गलत है या संख्या अधूरी है।
field-vat_number-not_valid = यह UK VAT संख्या नहीं है: जाँच अंक गलत हैं या संख्या अधूरी है।
field-state-unknown = इस कोड का कोई GST राज्य नहीं है।
field-hours-not_valid = कॉलिंग का आरंभ समय उसके समाप्ति समय से पहले होना चाहिए।
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
label-attention-gone = जब यह यहाँ किया जा रहा था, तब जिसके बारे में यह है वह किसी और को दे दिया गया या हटा लिया गया, इसलिए अब आप उसे बदल नहीं सकते।
label-person-status-suspended = निलंबित
label-person-status-active = सक्रिय
did-role-set_permissions = { $n ->
    [one] { $actor } ने भूमिका { $role } के अधिकार बदले ({ $n } अनुमति)।
   *[other] { $actor } ने भूमिका { $role } के अधिकार बदले ({ $n } अनुमतियाँ)।
 }
did-setting-set = { $actor } ने { $key } को { $value } किया।
did-file-add = { $actor } ने { $file } जोड़ी।
did-undo = { $actor } ने “{ $what }” वापस लिया।
did-company-create = { $actor } ने कंपनी { $company } जोड़ी।
did-company-update = { $actor } ने { $company } का विवरण बदला।
did-company-archive = { $actor } ने { $company } को संग्रह में रखा।
label-company-open_projects = { $n ->
    [one] { $n } चालू परियोजना
   *[other] { $n } चालू परियोजनाएँ
 }
label-company-waiting_agreements = { $n } अनुबंध बिना परियोजना के
label-company-open_quotes = { $n ->
    [one] { $n } खुला कोटेशन
   *[other] { $n } खुले कोटेशन
 }
label-company-open_deals = { $n } खुली डील
error-company-in_use = “{ $company }” अभी अभिलेख में नहीं जा सकती: { $open }। पहले उसे पूरा या रद्द करें।
did-company-restore = { $actor } ने { $company } को बहाल किया।
did-contact-create = { $actor } ने { $company } के { $contact } को जोड़ा।
did-contact-update = { $actor } ने संपर्क { $contact } का विवरण बदला।
did-deal-create = { $actor } ने { $company } के साथ डील “{ $deal }” जोड़ी।
did-deal-create_from_lead = { $actor } ने लीड { $lead } से { $company } के साथ डील “{ $deal }” बनाई।
did-deal-move = { $actor } ने “{ $deal }” को चरण { $stage } में रखा।
did-deal-update = { $actor } ने { $company } के साथ डील “{ $deal }” बदली।
did-payment-record = { $actor } ने { $agreement } की किस्त { $number } पर { $amount } दर्ज किए।
did-payment-verify = { $alone ->
    [yes] { $actor } ने { $amount } ({ $reference }) सत्यापित किए, जो उन्होंने स्वयं दर्ज किए थे; रसीद { $receipt }।
   *[no] { $actor } ने { $amount } ({ $reference }) सत्यापित किए, रसीद { $receipt }।
}
did-payment-reject = { $alone ->
    [yes] { $actor } ने { $amount } ({ $reference }), जो उन्होंने स्वयं दर्ज किए थे, अस्वीकार किए: { $reason }
   *[no] { $actor } ने { $amount } ({ $reference }) अस्वीकार किए: { $reason }
}
did-payment-reverse = { $alone ->
    [yes] { $actor } ने { $amount } ({ $reference }), जो उन्होंने स्वयं दर्ज किए थे, उलटे: { $reason }
   *[no] { $actor } ने { $amount } ({ $reference }) उलटे: { $reason }
}
label-payment-same_eyes = यह भुगतान आपने ही दर्ज किया है। आपकी फ़र्म में एक ही व्यक्ति दोनों कर सकता है, और इतिहास में लिखा जाएगा कि वह एक ही था।

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
error-demo-too_early = डेमो फ़र्म { $first } या उसके बाद के दिन पर ही बनाई जा सकती है।
error-workspace-damaged = { $file } क्षतिग्रस्त है। नवीनतम बैकअप नए फ़ोल्डर में बहाल करें।
error-workspace-copy_damaged = इस प्रति का डेटाबेस क्षतिग्रस्त है और पढ़ा नहीं जा सकता। साथ की फ़ाइल में सौंपे जाने के लिए { $waiting ->
    [0] कुछ नहीं रुका है
    [one] एक बदलाव रुका है
   *[other] { $waiting } बदलाव रुके हैं
 }{ $unreadable ->
    [0] {""}
    [one] , और एक पंक्ति पढ़ी नहीं जा सकती
   *[other] , और { $unreadable } पंक्तियाँ पढ़ी नहीं जा सकतीं
 }। “netra recover” प्रति को उसके सर्वर से फिर से लाता है और उन्हें सौंप देता है; क्षतिग्रस्त डेटाबेस रखा जाता है।
error-recover-whole = यह प्रति पढ़ी जा सकती है, इसलिए वापस पाने को कुछ नहीं है। यदि यह सर्वर जैसी नहीं है, तो “netra sync --check” चलाएँ।
error-recover-unknown = यह प्रति कहाँ की है, यह अब पढ़ा नहीं जा सकता। --url और --email से बताएँ।
error-key-passphrase_needed = इस मशीन पर कुंजी रखने वाला कीचेन नहीं है, इसलिए पासफ़्रेज़ चाहिए। कमांड लाइन पर: NETRA_PASSPHRASE दें या पूछने पर लिखें।
error-key-passphrase_short = पासफ़्रेज़ छोटा है: कम-से-कम { $least } अक्षर चाहिए। कुछ शब्द साथ रखें तो याद रखना आसान है।
error-key-passphrase_wrong = इस पासफ़्रेज़ से यह कार्यक्षेत्र नहीं खुलता।
error-key-keychain_unavailable = इस मशीन का कीचेन उत्तर नहीं दे रहा ({ $detail })। उसे खोलकर फिर कोशिश करें।
error-key-not_in_keychain = कीचेन इस कार्यक्षेत्र की कुंजी नहीं दे रहा। उसे खोलें, या पासफ़्रेज़ से बैकअप बहाल करें।
error-file-bytes_missing = सहेजी फ़ाइल की सामग्री नहीं मिली ({ $file })। बैकअप से बहाल करें।
error-file-bytes_changed = सहेजी फ़ाइल की सामग्री बदली या कटी हुई है ({ $file })। बैकअप से बहाल करें।
error-file-not_stored = “{ $file }” की सामग्री यहाँ सहेजी नहीं गई है। फ़ाइल ही जोड़ें: netra add-file चलाएँ, या उसे विंडो में छोड़ें।
error-file-not_there = { $file } पर कुछ नहीं है। पथ जाँचें।
error-file-not_readable = { $file } पढ़ी नहीं जा सकती। पथ और अनुमतियाँ जाँचें।
error-window-refused = विंडो यह नहीं कर सकी: { $problem }।
error-window-not_saved_here = यह फ़ाइल Netra के खुलने के बाद से सहेजी नहीं गई।
error-window-no_zip = इस पैक की ZIP नहीं है। इसे ZIP के साथ फिर से बनाएँ।
error-rpc-malformed = अनुरोध ठीक से बना नहीं है: { $problem }।
error-job-unknown = “{ $name }” नाम का कोई काम नहीं है।
error-job-cancelled = { $of ->
    [import] रोक दिया गया। जो पंक्तियाँ आ चुकी हैं वे बनी रहेंगी। वही फ़ाइल फिर दें, आयात वहीं से आगे बढ़ेगा।
    [rehearsal] रोक दिया गया। यह केवल परीक्षण था, कुछ भी आयात नहीं हुआ।
   *[other] रद्द किया गया। पहले जो हुआ वह बना रहेगा।
}
error-backup-file_taken = { $file } पहले से है और बैकअप नहीं है। दूसरा नाम चुनें।
error-backup-not_one = { $file } Netra का बैकअप नहीं है।
error-backup-damaged = बैकअप क्षतिग्रस्त या कटा हुआ है ({ $part } पर)। कुछ बहाल नहीं हुआ; उसकी दूसरी प्रति लें।
error-backup-newer = यह बैकअप नए Netra से बना है (प्रारूप { $found }, हमारा { $known })। Netra अपडेट करें; कुछ बहाल नहीं हुआ।
error-usage = { $problem ->
    [now] --now में समय दें, जैसे 2026-11-21T11:30:00+05:30
    [passphrases_differ] दोनों पासफ़्रेज़ अलग-अलग हैं
    [nobody_to_ask] { $given } सेट करें: पूछने के लिए यहाँ कोई नहीं है
    [no_workspace] कार्यक्षेत्र बताएँ: --workspace फ़ोल्डर, या NETRA_WORKSPACE सेट करें
    [today] --today में तारीख़ दें, जैसे 2026-11-21
    [standard_input] स्टैंडर्ड इनपुट पढ़ा नहीं गया: { $given }
    [too_long] आर्ग्युमेंट 8 MB से बड़े हैं
    [no_json] आर्ग्युमेंट JSON नहीं हैं: { $given }
    [no_file_id] ID की जगह सहेजी हुई फ़ाइल की आईडी दें
    [file_exists] { $given } पहले से मौजूद है
    [project_pack] project पैक के साथ --project ID दें
    [quote_pack] quote पैक के साथ --quote ID दें
    [packs] दो पैक हैं: project और quote
    [no_email] --email दें या NETRA_EMAIL सेट करें: पूछने के लिए यहाँ कोई नहीं है
    [no_id] { $given } कोई आईडी नहीं है
    [no_signals] Ctrl+C सुना नहीं जा सकता: { $given }
    [not_after] --not-after में तारीख़ दें, जैसे 2026-11-21
    [map] --map में field=स्तंभ दें, जैसे phone=Mobile
   *[other] { $problem }
}।

## पैक
field-pack-kind_unknown = ऐसा कोई पैक नहीं है। project या quote चुनें।
field-pack-language_unknown = दस्तावेज़ अंग्रेज़ी (en) या हिन्दी (hi) में लिखे जाते हैं।
error-document-not_in_pack = इस पैक में “{ $document }” नाम का कोई दस्तावेज़ नहीं है।
error-pack-not_recorded = फ़ाइलें सूची से मेल खाती हैं, पर इस सूची वाला कोई पैक इस वर्कस्पेस में नहीं बना।
error-pack-not_here = यह पैक अब इस कंप्यूटर पर नहीं है, या किसी और कंप्यूटर पर बना था। इसे फिर से बनाएँ।
error-pack-not_shown = फ़ोल्डर यहाँ से खोला नहीं जा सका। वह { $folder } है।
field-pack-format_unknown = प्रारूप md, docx या pdf होता है।
did-pack-record = { $actor } ने पैक “{ $title }” बनाया ({ $audience }, { $n } दस्तावेज़)।
label-audience-internal = आंतरिक
label-audience-client = ग्राहक के लिए
title-pack-record = पैक दर्ज करें

## Serving to a browser
error-serve-not_built = यह प्रोग्राम वेब पृष्ठों के बिना बना है। “cargo xtask run” चलाएँ, या बने हुए पृष्ठों का फ़ोल्डर --ui से बताएँ।
error-serve-no_page = { $folder } में बने हुए वेब पृष्ठ नहीं हैं।
error-serve-port = पोर्ट { $port } नहीं मिल सकता ({ $problem })। --port से कोई और चुनें।
error-serve-not_signed_in = “netra serve” ने जो पता दिखाया था उसे खोलें; वह एक बार भीतर आने देता है।
error-serve-not_json = अनुरोध JSON नहीं है।
## लीड
error-lead-not_found = ऐसी कोई लीड नहीं है, या वह आपकी नहीं है।
error-lead-duplicate_elsewhere = यह नंबर या पता पहले से एक ऐसी लीड का है जिसे आप नहीं देख सकते। लीड बाँटने वाले से पूछें, या फिर भी जोड़ें।
error-lead-duplicate = यह नंबर या पता पहले से { $name } का है। वह लीड खोलें, या फिर भी जोड़ें।
error-lead-archived = { $name } अभिलेख में है। पहले लीड को वापस लाएँ।
error-lead-not_open = { $name } अब खुली लीड नहीं है ({ $status })।
error-lead-merge_itself = लीड को उसी में नहीं मिलाया जा सकता। कोई और चुनें।
error-lead-too_many = एक बार में अधिकतम { $limit } लीड। कम चुनें।
error-lead-none_given = कम से कम एक लीड चुनें।
field-phone_or_email = फ़ोन नंबर या ई-मेल पता चाहिए।
field-status-unknown = ऐसी कोई स्थिति नहीं है।
field-follow_up-in_the_past = यह समय बीत चुका है। बाद का समय चुनें।
field-date-too_early = { $limit } या उसके बाद का दिन चुनें।
field-date-too_far = { $limit } से पहले का दिन चुनें।
did-lead-create = { $actor } ने लीड { $lead } जोड़ी।
did-lead-update = { $actor } ने लीड { $lead } बदली।
did-lead-archive = { $n ->
    [one] { $actor } ने { $n } लीड अभिलेख में रखी ({ $lead })।
   *[other] { $actor } ने { $n } लीड अभिलेख में रखीं ({ $lead })।
 }
did-lead-restore = { $n ->
    [one] { $actor } ने { $n } लीड वापस लाई ({ $lead })।
   *[other] { $actor } ने { $n } लीड वापस लाईं ({ $lead })।
 }
did-lead-merge = { $actor } ने { $merged } को { $lead } में मिलाया।
did-lead-set_dnd = { $actor } ने { $lead } के लिए ‘परेशान न करें’ { $state } किया: { $reason }
label-dnd-off = बंद
label-dnd-on = चालू
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
title-deal-create = डील जोड़ें
title-deal-create_from_lead = लीड से डील बनाएँ
title-deal-move = डील का चरण बदलें
title-deal-update = डील बदलें
title-payment-record = भुगतान दर्ज करें
title-payment-verify = भुगतान सत्यापित करें
title-payment-reject = भुगतान अस्वीकार करें
title-payment-reverse = भुगतान उलटें

## परियोजनाएँ
error-history-project_over = “{ $project }” समाप्त है, इसलिए उसका कुछ वापस नहीं लिया जा सकता।
error-project-not_found = ऐसी कोई परियोजना नहीं है, या आप उसे नहीं देख सकते।
error-project-not_yours = यह केवल परियोजना प्रबंधक और “{ $project }” पर काम करने वाले कर सकते हैं। उनसे कहें।
error-project-not_manager = यह केवल “{ $project }” के परियोजना प्रबंधक { $pm } कर सकते हैं। उनसे कहें।
error-project-stage = “{ $project }” की अवस्था { $stage } है, इसलिए यह अभी नहीं हो सकता।
error-project-moves_itself = “{ $project }” अवस्था “{ $stage }” में अपने आप आती है, जब ज़रूरी काम हो जाते हैं।
error-project-not_started = “{ $project }” की तैयारी चल रही है: काम “क्रियान्वयन शुरू करें” से शुरू होता है।
error-project-not_ready = “{ $project }” का क्रियान्वयन अभी शुरू नहीं हो सकता। बाकी: { $missing }।
error-project-not_complete = “{ $project }” अभी पूर्ण नहीं की जा सकती: { $missing }। पूर्णता जाँच खोलें: क्या बाकी है और कौन कर सकता है।
error-project-review_not_waivable = मध्य समीक्षा केवल दो माह से कम अवधि में छोड़ी जा सकती है; यहाँ { $months } माह हैं। समीक्षा बैठक करें।
error-project-review_waived = समीक्षा पहले ही छोड़ी जा चुकी है।
error-project-contact_not_theirs = यह संपर्क इस परियोजना के ग्राहक का नहीं है। उनका कोई संपर्क चुनें।
error-project-money_closed = “{ $project }” की अवस्था { $stage } है: उसके भुगतान पूर्ण सिद्ध हैं और वैसे ही रहेंगे।
error-project-document_needs = दस्तावेज़ “{ $document }” को “{ $field }” चाहिए।
error-kickoff-not_found = ऐसा कोई किकऑफ़ अनुरोध नहीं है, या आप उसे नहीं देख सकते।
error-kickoff-agreement_not_found = ऐसा कोई अनुबंध नहीं है।
error-kickoff-not_signed = अनुबंध { $agreement } पर अभी हस्ताक्षर नहीं हुए हैं।
error-kickoff-first_payment = { $agreement } की पहली किस्त बाकी है: { $open }। पहले भुगतान दर्ज करें।
error-kickoff-first_payment_unverified = { $agreement } का पहला भुगतान सत्यापन की प्रतीक्षा में है। वित्त विभाग से कहें।
error-kickoff-no_instalments = { $agreement } की योजना में कोई किस्त नहीं है।
error-kickoff-exists = { $agreement } का किकऑफ़ अनुरोध पहले से है।
error-kickoff-not_a_pm = { $person } किकऑफ़ नहीं ले सकते। सक्रिय परियोजना प्रबंधक चुनें।
error-kickoff-not_the_pm = इस अनुरोध पर केवल { $pm } निर्णय लेते हैं।
error-kickoff-not_yours = { $agreement } केवल उसका स्वामी सौंप सकता है।
error-kickoff-state = यह अनुरोध { $state } है, इसलिए यह नहीं हो सकता।
error-staffing-not_found = ऐसा कोई नियुक्ति अनुरोध नहीं है, या आप उसे नहीं देख सकते।
error-staffing-assignment_not_found = ऐसी कोई नियुक्ति नहीं है, या आप उसे नहीं देख सकते।
error-staffing-state = यह अनुरोध { $state } है, इसलिए यह नहीं हो सकता।
error-staffing-over_booked = { $week } के सप्ताह में { $person } पर { $percent } % काम हो जाएगा। किसी और को चुनें, या HR कारण देकर अनुमति दे।
error-staffing-override_needs_hr = 100 % से अधिक केवल HR दे सकता है।
error-staffing-not_able = { $person } परियोजनाओं पर काम नहीं करते। किसी और को चुनें।
error-meeting-not_found = ऐसी कोई बैठक नहीं है, या आप उसे नहीं देख सकते।
error-meeting-action_not_found = ऐसा कोई कार्य बिंदु नहीं है।
error-meeting-state = यह बैठक { $state } है, इसलिए यह नहीं हो सकता।
error-meeting-kickoff_exists = इस परियोजना की किकऑफ़ बैठक पहले से है। उसे बदलें या रद्द करें।
error-meeting-before_project = “{ $project }” { $first } से शुरू होती है: उसी दिन से उसकी बैठकें हुई दर्ज की जा सकती हैं।
error-meeting-before_execution = “{ $project }” का क्रियान्वयन शुरू नहीं हुआ; तब तक केवल किकऑफ़ बैठक होती है।
error-meeting-proof_exists = यह फ़ाइल पहले से इस बैठक का प्रमाण है।
error-meeting-action_done_already = यह कार्य बिंदु पहले ही पूरा है।
error-milestone-not_found = ऐसा कोई माइलस्टोन नहीं है, या आप उसे नहीं देख सकते।
error-milestone-state = “{ $milestone }” की स्थिति { $state } है, इसलिए यह नहीं हो सकता।
error-milestone-no_item_left = { $project } का हर SOW कार्य पहले से किसी माइलस्टोन में है, और माइलस्टोन में कम से कम एक चाहिए। कोई माइलस्टोन बदलकर कार्य निकालें, या बदलाव अनुरोध से नया जोड़ें।
error-milestone-item_taken = “{ $item }” पहले से माइलस्टोन “{ $milestone }” में है। एक कार्य एक ही माइलस्टोन में होता है।
error-milestone-item_not_theirs = यह कार्य इस परियोजना का नहीं है, या हटा दिया गया है।
error-milestone-instalment_taken = किस्त { $number } पहले से “{ $milestone }” से जुड़ी है।
error-milestone-instalment_not_theirs = यह किस्त इस परियोजना की योजना की नहीं है।
error-milestone-instalment_has_rule = किस्त { $number } अनुबंध के अनुसार माइलस्टोन के बिना देय है। इसे बदलाव अनुरोध से बदलें।
error-milestone-needs_change = क्रियान्वयन शुरू हो चुका है: “{ $milestone }” में जो है वह रहेगा। बदलाव अनुरोध करें।
error-milestone-items_open = “{ $milestone }” तैयार नहीं है: ग्राहक ने इन पर सहमति नहीं दी: { $items }।
error-sow_item-not_found = ऐसा कोई कार्य नहीं है, या आप उसे नहीं देख सकते।
error-sow_item-state = “{ $item }” की स्थिति { $state } है, इसलिए यह नहीं हो सकता।
error-sow_item-not_in_milestone = पहले “{ $item }” को किसी माइलस्टोन में रखें।
error-deliverable-not_found = ऐसा कोई डिलिवरेबल नहीं है, या आप उसे नहीं देख सकते।
error-deliverable-state = “{ $deliverable }” की स्थिति { $state } है, इसलिए यह नहीं हो सकता।
error-deliverable-was_submitted = “{ $deliverable }” ग्राहक को दिया जा चुका है और रहेगा।
error-signoff-deliverables_open = ग्राहक परियोजना पर तब हस्ताक्षर करता है जब हर डिलिवरेबल स्वीकृत हो; { $n ->
    [one] { $n } बाकी है।
   *[other] { $n } बाकी हैं।
 }
error-signoff-given_already = ग्राहक परियोजना पर जैसी वह है हस्ताक्षर कर चुका है।
error-change-not_found = ऐसा कोई बदलाव अनुरोध नहीं है, या आप उसे नहीं देख सकते।
error-change-state = बदलाव अनुरोध { $number } की स्थिति { $state } है, इसलिए यह नहीं हो सकता।
error-change-item_not_theirs = यह कार्य इस परियोजना का नहीं है।
error-change-instalment_not_theirs = यह किस्त इस परियोजना की योजना की नहीं है।
error-change-item_implemented = “{ $item }” लागू हो चुका है और हटाया नहीं जा सकता।
error-change-below_received = किस्त { $number } के लिए { $received } मिल चुके हैं: इससे कम नहीं हो सकती।
error-change-instalment_settled = किस्त { $number } चुकाई या माफ़ की जा चुकी है, बदली नहीं जा सकती।
error-change-milestone_signed = किस्त { $number } हस्ताक्षरित माइलस्टोन से देय है: वह रहेगी।
error-change-invoiced = किस्त { $number } के लिए बिल { $invoice } जारी है: पहले वह बिल रद्द करें।
error-change-end_before_start = परियोजना अपने आरंभ ({ $start }) के बाद समाप्त होती है।
error-report-not_found = ऐसी कोई रिपोर्ट नहीं है, या आप उसे नहीं देख सकते।
error-report-exists = { $from } से शुरू रिपोर्ट भेजी जा चुकी है।
error-report-sent_already = यह रिपोर्ट भेजी जा चुकी है।
field-date-after_project = यह परियोजना की समाप्ति के बाद है; बदलाव अनुरोध से तिथि बढ़ सकती है।
field-amount-negative = राशि शून्य या अधिक होती है।
field-amount-range = यह संख्या सीमा से बाहर है।
field-percent-range = 1 से 100।
field-percent-range_open = 0 से 99: सहमति और क्रियान्वयन से 100 होता है।
field-dates-reversed = अंत आरंभ के बाद नहीं है।
field-meeting-needs_ours = हमारा कम से कम एक व्यक्ति।
field-meeting-needs_client = ग्राहक का कम से कम एक व्यक्ति।
field-meeting-needs_action = किकऑफ़ में कम से कम एक कार्य बिंदु होता है।
field-meeting-before_start = परियोजना { $first } से शुरू होती है: वही या उसके बाद का दिन चुनें।
field-meeting-minutes_long = 1 से 1440 मिनट।
field-time-in_future = यह समय अभी आना है।
field-milestone-needs_item = माइलस्टोन में कम से कम एक कार्य होता है।
field-signoff-nobody = लिखें किसने हस्ताक्षर किए।
field-signoff-own_person = यह आपके ही लोगों में से है; हस्ताक्षर ग्राहक करता है। ग्राहक के व्यक्ति को चुनें।
field-signoff-two_names = यह चुने गए संपर्क का नाम नहीं है। नाम खाली छोड़ें, या कोई संपर्क न चुनें।
field-change-nothing = लिखें क्या बदलना है।
field-change-too_many = अधिकतम 500 पंक्तियाँ।
field-nps-range = 0 से 10।
label-role-owner = स्वामी
label-role-admin = एडमिन
label-role-sales_manager = सेल्स मैनेजर
label-role-sales_executive = सेल्स एग्ज़ीक्यूटिव
label-role-telecalling_manager = टेलीकॉलिंग मैनेजर
label-role-telecaller = टेलीकॉलर
label-role-field_agent = फ़ील्ड एजेंट
label-role-project_manager = परियोजना प्रबंधक
label-role-consultant = सलाहकार
label-role-hr_manager = एचआर मैनेजर
label-role-finance = वित्त
label-role-viewer = दर्शक
label-paper-overview = सारांश
label-paper-quote = कोटेशन
label-paper-technical = तकनीकी दस्तावेज़
label-paper-parts_list = मद सूची
label-paper-parts_list_internal = आपूर्तिकर्ता और लागत सहित मद सूची
label-paper-build = निष्पादन दस्तावेज़
label-paper-agreement = अनुबंध
label-paper-project_summary = परियोजना सारांश
label-paper-kickoff_brief = किकऑफ़ विवरण
label-paper-payment_statement = भुगतान विवरण
label-paper-completion_certificate = पूर्णता प्रमाणपत्र
label-line-goods = सामान
label-line-service = सेवा
label-line-labour = श्रम
label-line-hire = किराया
label-line-hosting = होस्टिंग
label-line-travel = यात्रा
label-tier-basic = बेसिक
label-tier-standard = स्टैंडर्ड
label-tier-premium = प्रीमियम
label-mode-bank_transfer = बैंक ट्रांसफ़र
label-mode-upi = यूपीआई
label-mode-card = कार्ड
label-mode-cheque = चेक
label-mode-cash = नकद
label-mode-other = अन्य
label-quote-draft = प्रारूप
label-quote-in_review = समीक्षा में
label-quote-approved = मंज़ूर
label-quote-sent = भेजा गया
label-quote-viewed = देखा गया
label-quote-accepted = स्वीकृत
label-quote-declined = अस्वीकृत
label-quote-expired = अवधि समाप्त
label-quote-superseded = नए से बदला गया
label-stage-setup = तैयारी
label-stage-executing = क्रियान्वयन
label-stage-closing = समापन
label-stage-completed = पूर्ण
label-stage-archived = संग्रहित
label-stage-on_hold = रुकी हुई
label-stage-cancelled = रद्द
label-money-planned = नियोजित
label-money-due = देय
label-money-part_paid = आंशिक
label-money-overdue = अतिदेय
label-money-paid = चुकाई गई
label-money-waived = माफ़
label-meeting-kickoff = किकऑफ़
label-meeting-consulting = परामर्श
label-meeting-review = समीक्षा
label-meeting-steering = संचालन
label-how-portal = पोर्टल पर
label-how-in_person = स्वयं उपस्थित होकर
label-how-uploaded = हस्ताक्षरित दस्तावेज़ पर
label-signature-mark = { $how }, { $file } के रूप में सुरक्षित
label-signature-kept = { $file } के रूप में सुरक्षित
label-document-summary = { $items } में से { $implemented } कार्य लागू, { $milestones } में से { $signed } माइलस्टोन हस्ताक्षरित और { $promised } में से { $delivered } तय बैठकें संपन्न।
error-project-document_not_ready = दस्तावेज़ “{ $document }” तैयार नहीं है: जो वह बताएगा वह अभी हुआ नहीं।
label-gate-meetings = हर तय बैठक संपन्न
label-gate-meetings-detail = { $promised ->
    [0] { $delivered } संपन्न, कोई तय नहीं थी
   *[other] { $promised } में से { $delivered } संपन्न
 }
label-gate-meetings-missing = { $n ->
    [one] { $n } बैठक अभी नियोजित नहीं
   *[other] { $n } बैठकें अभी नियोजित नहीं
 }
label-gate-meeting-proof = “{ $title }” का प्रमाण नहीं है
label-gate-meeting-mom = “{ $title }” का कार्यवृत्त नहीं है
label-gate-meeting-hold = “{ $title }” नियोजित है पर हुई नहीं
label-gate-sow_items = हर कार्य लागू या हटाया गया
label-gate-sow_items-detail = { $all ->
    [0] कोई कार्य नहीं है
   *[other] { $all } में से { $done } लागू
 }
label-gate-sow_items-missing = “{ $title }”: { $state }
label-gate-milestones = हर माइलस्टोन पर हस्ताक्षर
label-gate-milestones-detail = { $all ->
    [0] कोई माइलस्टोन नहीं है
   *[other] { $all } में से { $done } हस्ताक्षरित
 }
label-gate-milestones-missing = “{ $title }”: { $state }
label-gate-deliverables = हर डिलिवरेबल स्वीकृत
label-gate-deliverables-detail = { $all ->
    [0] कोई डिलिवरेबल नहीं है
   *[other] { $all } में से { $done } स्वीकृत
 }
label-gate-deliverables-missing = “{ $title }”: { $state }
label-gate-project_signoff = ग्राहक ने परियोजना पर जैसी वह है हस्ताक्षर किए
label-gate-project_signoff-none = ग्राहक ने परियोजना पर हस्ताक्षर नहीं किए
label-gate-project_signoff-stale = हस्ताक्षर के बाद कार्य विवरण या डिलिवरेबल बदला
label-gate-project_signoff-given = { $on } को { $by } ने हस्ताक्षर किए
label-gate-payments = हर किस्त चुकाई या माफ़, हर भुगतान सत्यापित
label-gate-payments-detail = { $all } में से { $received } प्राप्त और सत्यापित
label-gate-payments-open = किस्त { $number }: { $open } बाकी
label-gate-payments-unverified = किस्त { $number }: { $amount } के { $n } भुगतान असत्यापित
label-gate-change_requests = कोई बदलाव अनुरोध खुला नहीं
label-gate-change_requests-detail = { $n ->
    [one] { $n } खुला
   *[other] { $n } खुले
 }
label-gate-change_requests-missing = बदलाव अनुरोध { $number } “{ $title }”: { $state }
label-gate-kickoff_and_review = किकऑफ़ बैठक और मध्य समीक्षा दर्ज
label-gate-kickoff_and_review-detail = किकऑफ़: { $kickoff }, समीक्षा: { $review }
label-gate-kickoff-missing = किकऑफ़ बैठक कार्यवृत्त और कार्य बिंदुओं सहित दर्ज नहीं
label-gate-review-missing = मध्य समीक्षा दर्ज नहीं
label-gate-yes = हाँ
label-gate-no = नहीं
label-gate-waived = छोड़ी गई
label-gate-payments-count = { $all ->
    [0] कोई किस्त नहीं है
   *[other] { $all } में से { $paid } किस्तें चुकाई और सत्यापित
 }
label-gate-payments-not_told = भुगतान देखने वालों को दिखता है
label-gate-payments-settled = परियोजना पूरी होने से पहले निपटाया गया
label-gate-payments-unpaid = किस्त { $number } बाकी है
label-gate-payments-unverified-count = किस्त { $number }: { $n } भुगतान असत्यापित
label-short-meetings = तय { $promised } में से { $delivered } बैठकें संपन्न
label-short-sow_items = { $all } में से { $done } कार्य लागू
label-short-milestones = { $all } में से { $done } माइलस्टोन हस्ताक्षरित
label-short-deliverables = { $all } में से { $done } डिलिवरेबल स्वीकृत
label-short-signoff-none = ग्राहक ने परियोजना पर हस्ताक्षर नहीं किए
label-short-signoff-stale = ग्राहक को फिर हस्ताक्षर करने होंगे, क्योंकि कार्य विवरण या कोई डिलिवरेबल बदला है
label-short-payments = { $all } में से { $paid } किस्तें चुकाई और सत्यापित
label-short-change_requests = { $n ->
    [one] { $n } बदलाव अनुरोध खुला
   *[other] { $n } बदलाव अनुरोध खुले
 }
label-short-kickoff = किकऑफ़ बैठक का कार्यवृत्त और कार्य बिंदु दर्ज नहीं
label-short-review = मध्य समीक्षा दर्ज नहीं
label-ready-kickoff_meeting = कार्यवृत्त और कार्य बिंदु सहित किकऑफ़ बैठक
label-ready-consultants = परियोजना पर कोई कंसल्टेंट
label-ready-milestones = हर कार्य के लिए माइलस्टोन
label-ready-due_rules = हर बाकी किस्त के लिए देय तिथि या माइलस्टोन
label-sow_item-not_started = शुरू नहीं
label-sow_item-in_progress = जारी
label-sow_item-ready_for_review = समीक्षा के लिए तैयार
label-sow_item-consented = सहमत
label-sow_item-implemented = लागू
label-sow_item-dropped = हटाया गया
label-milestone-planned = नियोजित
label-milestone-in_progress = जारी
label-milestone-submitted = प्रस्तुत
label-milestone-signed_off = हस्ताक्षरित
label-deliverable-draft = मसौदा
label-deliverable-submitted = प्रस्तुत
label-deliverable-changes_requested = बदलना है
label-deliverable-accepted = स्वीकृत
label-change-draft = मसौदा
label-change-submitted = प्रस्तुत
label-change-client_approved = ग्राहक द्वारा स्वीकृत
label-change-declined = अस्वीकृत
label-change-applied = लागू
label-step-1 = पहला भुगतान सत्यापित
label-step-2 = किकऑफ़ का अनुरोध
label-step-3 = परियोजना प्रबंधक ने स्वीकारा
label-step-4 = परियोजना बनी
label-step-5 = किकऑफ़ बैठक नियोजित
label-step-6 = किकऑफ़ बैठक हुई, कार्यवृत्त सहित
label-step-7 = सलाहकार नियुक्त
label-step-8 = माइलस्टोन तय
label-step-9 = क्रियान्वयन शुरू
label-step-10 = परामर्श बैठकें
label-step-11 = कार्य की प्रगति
label-step-12 = प्रगति रिपोर्ट
label-step-13 = माइलस्टोन पर हस्ताक्षर
label-step-14 = हस्ताक्षर से देय किस्तें
label-step-15 = स्मरण: कुछ अतिदेय नहीं
label-step-16 = भुगतान दर्ज
label-step-17 = सभी तय बैठकें संपन्न
label-step-18 = अंतिम डिलिवरेबल प्रस्तुत
label-step-19 = ग्राहक की अंतिम समीक्षा
label-step-20 = ग्राहक का अंतिम हस्ताक्षर
label-step-21 = अंतिम भुगतान देय
label-step-22 = अंतिम भुगतान प्राप्त
label-step-23 = पूर्णता
label-step-24 = प्रतिक्रिया
label-step-25 = संग्रह
label-step-of = { $all ->
    [0] कोई नहीं
   *[other] { $all } में से { $done }
 }
label-step-percent = { $percent } %
label-step-n = { $n }
label-step-money = { $all } में से { $received }
label-step-overdue = { $n } अतिदेय
label-step-client = ग्राहक
label-health-past_end = समाप्ति से { $days } दिन आगे
label-health-milestones = विलंबित माइलस्टोन: { $n }, सबसे अधिक { $days } दिन
label-health-instalments = अतिदेय किस्तें: { $n }, सबसे अधिक { $days } दिन
label-health-items = विलंबित कार्य: { $n }
label-health-meetings = बैठकें योजना से पीछे: { $delivered } हुईं, अब तक { $expected } होनी थीं
label-health-on_hold = रुकी हुई: { $reason }
label-health-review = मध्य समीक्षा होनी है
label-health-instalment = किस्त { $number }: { $open } बाकी
did-kickoff-request = { $actor } ने { $agreement } को किकऑफ़ के लिए { $pm } को सौंपा।
title-kickoff-request = किकऑफ़ का अनुरोध करें
did-kickoff-accept = { $actor } ने किकऑफ़ स्वीकारा: { $project } { $start } से { $end } तक।
title-kickoff-accept = किकऑफ़ स्वीकारें
did-kickoff-return = { $actor } ने { $agreement } का किकऑफ़ लौटाया: { $reason }
title-kickoff-return = किकऑफ़ लौटाएँ
did-kickoff-reject = { $actor } ने { $agreement } का किकऑफ़ अस्वीकारा: { $reason }
title-kickoff-reject = किकऑफ़ अस्वीकारें
did-kickoff-resubmit = { $actor } ने { $agreement } का किकऑफ़ { $pm } को फिर भेजा।
title-kickoff-resubmit = किकऑफ़ फिर भेजें
did-project-start_execution = { $actor } ने { $project } का क्रियान्वयन शुरू किया।
title-project-start_execution = क्रियान्वयन शुरू करें
did-project-hold = { $actor } ने { $project } को रोका: { $reason }
title-project-hold = परियोजना रोकें
did-project-resume = { $actor } ने { $project } को फिर शुरू किया ({ $stage })।
title-project-resume = परियोजना फिर शुरू करें
did-project-cancel = { $actor } ने { $project } को रद्द किया: { $reason }
title-project-cancel = परियोजना रद्द करें
did-project-complete = { $actor } ने { $project } को पूरा किया।
title-project-complete = परियोजना पूरी करें
did-project-archive = { $actor } ने { $project } को संग्रह में रखा।
title-project-archive = परियोजना संग्रह में रखें
did-project-waive_review = { $actor } ने { $project } की मध्य समीक्षा छोड़ी: { $reason }
title-project-waive_review = मध्य समीक्षा छोड़ें
did-project-set_contacts = { $n ->
    [one] { $actor } ने { $project } के लिए ग्राहक का { $n } व्यक्ति चुना।
   *[other] { $actor } ने { $project } के लिए ग्राहक के { $n } लोग चुने।
 }
title-project-set_contacts = ग्राहक के लोग चुनें
did-staffing-request = { $actor } ने { $project } पर { $percent } % { $role } के लिए HR से माँग की।
title-staffing-request = HR से व्यक्ति माँगें
did-staffing-approve = { $actor } ने { $project } पर { $role } का अनुरोध मंज़ूर किया।
title-staffing-approve = नियुक्ति अनुरोध मंज़ूर करें
did-staffing-decline = { $actor } ने { $project } पर { $role } का अनुरोध नामंज़ूर किया: { $reason }
title-staffing-decline = नियुक्ति अनुरोध नामंज़ूर करें
did-staffing-assign = { $actor } ने { $person } को { $project } पर { $percent } % नियुक्त किया।
title-staffing-assign = व्यक्ति नियुक्त करें
did-staffing-release = { $actor } ने { $on } के बाद { $person } को { $project } से मुक्त किया।
title-staffing-release = व्यक्ति को मुक्त करें
did-meeting-plan = { $actor } ने { $project } की “{ $meeting }” { $at } के लिए नियोजित की।
title-meeting-plan = बैठक नियोजित करें
did-meeting-reschedule = { $actor } ने “{ $meeting }” को { $at } पर बदला: { $reason }
title-meeting-reschedule = बैठक का समय बदलें
did-meeting-hold = { $n ->
    [one] { $actor } ने { $project } की “{ $meeting }” { $n } व्यक्ति के साथ हुई दर्ज की।
   *[other] { $actor } ने { $project } की “{ $meeting }” { $n } लोगों के साथ हुई दर्ज की।
 }
title-meeting-hold = हुई बैठक दर्ज करें
did-meeting-cancel = { $actor } ने { $project } की “{ $meeting }” रद्द की: { $reason }
title-meeting-cancel = बैठक रद्द करें
did-meeting-write_mom = { $actor } ने “{ $meeting }” का कार्यवृत्त लिखा ({ $n } कार्य बिंदु)।
title-meeting-write_mom = कार्यवृत्त लिखें
did-meeting-action_done = { $actor } ने “{ $meeting }” का “{ $action }” पूरा किया।
title-meeting-action_done = कार्य बिंदु पूरा करें
did-meeting-add_proof = { $actor } ने “{ $meeting }” के प्रमाण में { $file } जोड़ी।
title-meeting-add_proof = बैठक का प्रमाण जोड़ें
did-milestone-define = { $n ->
    [one] { $actor } ने माइलस्टोन “{ $milestone }” { $n } कार्य के साथ { $on } के लिए तय किया।
   *[other] { $actor } ने माइलस्टोन “{ $milestone }” { $n } कार्यों के साथ { $on } के लिए तय किया।
 }
title-milestone-define = माइलस्टोन तय करें
did-milestone-update = { $actor } ने माइलस्टोन “{ $milestone }” बदला।
title-milestone-update = माइलस्टोन बदलें
did-milestone-submit = { $actor } ने माइलस्टोन “{ $milestone }” ग्राहक को प्रस्तुत किया।
title-milestone-submit = माइलस्टोन प्रस्तुत करें
did-milestone-send_back = { $actor } ने माइलस्टोन “{ $milestone }” को काम पर लौटाया: { $reason }
title-milestone-send_back = माइलस्टोन लौटाएँ
did-sow_item-plan = { $actor } ने “{ $item }” नियोजित किया: { $owner }, { $from } से { $to }।
title-sow_item-plan = कार्य नियोजित करें
did-sow_item-start = { $actor } ने “{ $item }” शुरू किया।
title-sow_item-start = कार्य शुरू करें
did-sow_item-progress = { $actor } ने “{ $item }” को { $before } % से { $percent } % किया।
title-sow_item-progress = कार्य की प्रगति लिखें
did-sow_item-submit = { $actor } ने “{ $item }” समीक्षा के लिए दिया।
title-sow_item-submit = कार्य समीक्षा के लिए दें
did-sow_item-consent = { $actor } ने दर्ज किया कि { $by } ने “{ $item }” पर सहमति दी।
title-sow_item-consent = ग्राहक की सहमति दर्ज करें
did-sow_item-send_back = { $actor } ने “{ $item }” लौटाया: { $reason }
title-sow_item-send_back = कार्य लौटाएँ
did-sow_item-implement = { $actor } ने “{ $item }” लागू किया।
title-sow_item-implement = कार्य लागू करें
did-deliverable-create = { $actor } ने { $project } में डिलिवरेबल “{ $deliverable }” जोड़ा।
title-deliverable-create = डिलिवरेबल जोड़ें
did-deliverable-discard = { $actor } ने मसौदा “{ $deliverable }” हटाया।
title-deliverable-discard = मसौदा डिलिवरेबल हटाएँ
did-deliverable-submit = { $actor } ने “{ $deliverable }” का संस्करण { $version } प्रस्तुत किया ({ $file })।
title-deliverable-submit = डिलिवरेबल प्रस्तुत करें
did-deliverable-accept = { $actor } ने दर्ज किया कि { $by } ने “{ $deliverable }” स्वीकारा।
title-deliverable-accept = डिलिवरेबल की स्वीकृति दर्ज करें
did-deliverable-request_changes = { $actor } ने “{ $deliverable }” में वांछित बदलाव दर्ज किए: { $reason }
title-deliverable-request_changes = वांछित बदलाव दर्ज करें
did-signoff-give = { $actor } ने दर्ज किया कि { $by } ने “{ $what }” पर हस्ताक्षर किए।
title-signoff-give = ग्राहक का हस्ताक्षर दर्ज करें
did-change-draft = { $actor } ने बदलाव अनुरोध { $number } “{ $title }” लिखा (मूल्य पर प्रभाव { $effect })।
title-change-draft = बदलाव अनुरोध लिखें
did-change-submit = { $actor } ने बदलाव अनुरोध { $number } “{ $title }” ग्राहक को दिया।
title-change-submit = बदलाव अनुरोध प्रस्तुत करें
did-change-approve = { $actor } ने दर्ज किया कि { $by } ने बदलाव अनुरोध { $number } “{ $title }” मंज़ूर किया।
title-change-approve = ग्राहक की मंज़ूरी दर्ज करें
did-change-decline = { $actor } ने दर्ज किया कि { $by } ने बदलाव अनुरोध { $number } “{ $title }” नामंज़ूर किया: { $reason }
title-change-decline = ग्राहक की नामंज़ूरी दर्ज करें
did-change-withdraw = { $actor } ने बदलाव अनुरोध { $number } “{ $title }” वापस लिया: { $reason }
title-change-withdraw = बदलाव अनुरोध वापस लें
did-change-apply = { $actor } ने बदलाव अनुरोध { $number } “{ $title }” लागू किया ({ $n } बदलाव)।
title-change-apply = बदलाव अनुरोध लागू करें
did-report-draft = { $actor } ने { $project } की { $from } से { $to } की प्रगति रिपोर्ट लिखी।
title-report-draft = प्रगति रिपोर्ट लिखें
did-report-send = { $actor } ने { $project } की { $from } से { $to } की प्रगति रिपोर्ट भेजी।
title-report-send = प्रगति रिपोर्ट भेजें
did-feedback-record = { $actor } ने { $project } पर { $by } की प्रतिक्रिया दर्ज की (10 में से { $nps })।
title-feedback-record = ग्राहक की प्रतिक्रिया दर्ज करें

## आयात
error-import-not_found = ऐसा कोई आयात नहीं है।
error-import-not_running = { $state ->
    [finished] यह आयात इस बीच कहीं और पूरा हो गया। क्या आया, यह आयातों की सूची में है।
    [cancelled] यह आयात इस बीच कहीं और रोक दिया गया। वही फ़ाइल फिर दें, यह वहीं से आगे बढ़ेगा।
    [undoing] यह आयात कहीं और वापस लिया जा रहा है। उसके पूरा होने तक रुकें।
   *[other] यह आयात वापस लिया जा चुका है। फ़ाइल के साथ दोबारा शुरू करें।
}
error-import-elsewhere = { $file } का आयात किसी दूसरी विंडो या प्रोग्राम में पहले से चल रहा है। उसके पूरा होने तक रुकें, या पहले उसे वहाँ रोकें।
error-import-gap = अगली पंक्ति { $expected } है, { $found } नहीं। आयात फिर शुरू करें; वह वहीं से आगे बढ़ेगा।
error-import-too_many_rows = एक चरण में अधिकतम { $limit } पंक्तियाँ।
error-import-no_name = नाम वाला कोई स्तंभ नहीं मिला। बताएँ कौन सा है (name=स्तंभ)। स्तंभ: { $columns }
error-import-no_contact = फ़ोन या ई-मेल वाला कोई स्तंभ नहीं मिला। बताएँ कौन सा है (phone=स्तंभ)। स्तंभ: { $columns }
error-import-field_unknown = “{ $field }” नाम का कोई खाना नहीं है। खाने: { $known }
error-import-column_unknown = फ़ाइल में “{ $column }” नाम का स्तंभ नहीं है। स्तंभ: { $columns }
error-import-row_not_found = पंक्ति { $row } अस्वीकृत नहीं हुई थी।
error-import-row_fixed = पंक्ति { $line } पहले ही सुधारी जा चुकी है।
error-import-undone = यह आयात वापस लिया जा चुका है।
error-import-begun_otherwise = { $file } का आयात दूसरे स्तंभों, दूसरे स्रोत या दूसरी नीति से शुरू हुआ था, और { $rows } पंक्तियाँ आ चुकी हैं। वैसे ही आगे बढ़ने के लिए इनमें से कुछ न दें; या फ़ाइल नए सिरे से शुरू करें (--anew); या पहले वह आयात वापस लें।
error-import-column_out_of_range = फ़ाइल में { $columns } स्तंभ हैं; स्तंभ संख्या { $column } (0 से गिनकर) नहीं है।
error-import-column_twice = स्तंभ “{ $column }” दो खानों के लिए बताया गया है। उसे एक ही के लिए बताएँ।
field-row-too_long = पंक्ति इतनी लंबी है कि पूरी नहीं पढ़ी जा सकती।
field-date-other_order = इस स्तंभ की बाकी तारीखों में दिन और महीना उलटे क्रम में हैं। इसे 2026-11-21 की तरह लिखें।
field-date-impossible = कैलेंडर में ऐसा कोई दिन नहीं है।
field-date-unreadable = यह तारीख पढ़ी नहीं जा सकती। 2026-11-21 की तरह लिखें।
field-row-too_many_cells = पंक्ति में { $found } खाने हैं, शीर्षक में { $columns }। इसे ठीक करें, ताकि कुछ न खोए।
field-row-quote_open = एक उद्धरण चिह्न खुलता है पर बंद नहीं होता। केवल यही पंक्ति ली गई; चिह्न ठीक करें।
did-import-start = { $actor } ने { $file } का आयात शुरू किया।
did-import-rows = { $n ->
    [one] { $actor } ने { $file } की { $n } पंक्ति आयात की।
   *[other] { $actor } ने { $file } की { $n } पंक्तियाँ आयात कीं।
 }
did-import-finish = { $invalid ->
    [one] { $actor } ने { $file } आयात की: { $n } नई लीड, { $duplicate } दोहराव, { $invalid } अमान्य पंक्ति।
   *[other] { $actor } ने { $file } आयात की: { $n } नई लीड, { $duplicate } दोहराव, { $invalid } अमान्य पंक्तियाँ।
 }
did-import-cancel = { $n ->
    [one] { $actor } ने { $n } पंक्ति के बाद { $file } का आयात रद्द किया।
   *[other] { $actor } ने { $n } पंक्तियों के बाद { $file } का आयात रद्द किया।
 }
did-import-fix_row = { $actor } ने { $file } की पंक्ति { $row } सुधारी: { $lead }।
did-import-undo = { $n ->
    [one] { $actor } ने { $file } का आयात वापस लिया: { $n } लीड हटी, { $kept } रहीं।
   *[other] { $actor } ने { $file } का आयात वापस लिया: { $n } लीड हटीं, { $kept } रहीं।
 }
label-history-imported = { $actor } ने यह लीड { $file } से आयात की।
label-import-duplicate = दोहराव: यह नंबर या पता पहले से है।
title-import-start = आयात शुरू करें
title-import-rows = पंक्तियाँ आयात करें
title-import-finish = आयात पूरा करें
title-import-cancel = आयात रद्द करें
title-import-fix_row = अस्वीकृत पंक्ति सुधारें
title-import-undo = आयात वापस लें
error-pack-not_genuine = पैक वैसा नहीं है जैसा बना था: फ़ाइलें बदली, जोड़ी गईं या गायब हैं।

## आयात की फ़ाइलें
error-import-only_header = { $file } में केवल शीर्षक है, कोई पंक्ति नहीं। उसके नीचे पंक्तियाँ जोड़ें, या दूसरी फ़ाइल चुनें।
error-import-empty = { $file } खाली है। शीर्षक और पंक्तियों वाली फ़ाइल चुनें।
error-import-too_many_columns = फ़ाइल में { $limit } से ज़्यादा स्तंभ हैं। ज़रूरी स्तंभ ही रखें।
error-import-workbook_unreadable = वर्कबुक पढ़ी नहीं जा सकी ({ $problem })। XLSX या CSV में सहेजकर फिर कोशिश करें।
error-import-workbook_too_large = वर्कबुक खुलने पर { $limit_mb } MB से बड़ी है। शीट को CSV में सहेजकर फिर कोशिश करें।
error-import-old_workbook = यह पुरानी Excel फ़ाइल (.xls) है। XLSX या CSV में सहेजकर फिर कोशिश करें।
error-import-rejects_is_input = { $file } वही सूची है जिसे आयात करना है। अस्वीकृत पंक्तियों के लिए दूसरी फ़ाइल चुनें।
error-import-rejects_nowhere = अस्वीकृत पंक्तियाँ { $file } में नहीं लिखी जा सकतीं: ऐसा कोई फ़ोल्डर नहीं है। कुछ भी आयात नहीं किया गया।
error-import-rejects_taken = { $file } कोई और फ़ाइल है। अस्वीकृत पंक्तियों के लिए नया नाम चुनें; केवल पहले लिखी गई अस्वीकृत पंक्तियों की फ़ाइल बदली जाती है।
error-import-no_file = { $file } फ़ाइल नहीं है। पथ जाँचें।
error-import-disk_full = डिस्क भर गई है। { $file } की { $rows } पंक्तियाँ आ चुकी हैं और सुरक्षित हैं। जगह बनाएँ और वही फ़ाइल फिर आयात करें: आयात वहीं से आगे चलेगा।
error-import-no_workbook = { $file } कार्यपुस्तिका नहीं है और उसमें शीटें नहीं हैं। शीट का नाम न दें।
error-import-no_sheet = कार्यपुस्तिका में शीट “{ $sheet }” नहीं है। उसकी शीटें हैं: { $sheets }।
error-import-not_a_list = { $file } न CSV फ़ाइल है न XLSX कार्यपुस्तिका: उसमें पढ़ने लायक पाठ नहीं है। सूची को CSV या XLSX में सहेजकर वही चुनें।
error-import-folder = { $file } एक फ़ोल्डर है। उसमें से कोई CSV या XLSX फ़ाइल चुनें।

## लीड बाँटना, कॉल
error-assignment-cannot_hold = { $person } लीड नहीं रख सकते: वे सक्रिय नहीं हैं या कॉल नहीं कर सकते। किसी और को चुनें।
error-assignment-nothing_to_take = लेने को कुछ नहीं है: साझा सूची में कोई लीड नहीं।
error-assignment-at_capacity = आपके पास { $limit } खुली लीड हैं, जो सीमा है। पहले कुछ निपटाएँ।
error-assignment-not_callable = { $name } को कॉल नहीं किया जा सकता।
error-assignment-rule_not_found = ऐसा कोई नियम नहीं है।
error-call-not_found = ऐसी कोई कॉल नहीं है, या वह आपकी नहीं है।
error-call-refused = { $name } को अभी कॉल नहीं किया जा सकता: { $reasons }। प्रबंधक कारण देकर अनुमति दे सकते हैं।
error-call-no_number = { $name } का फ़ोन नंबर नहीं है। पहले जोड़ें।
error-call-unfinished = { $name } के साथ आपकी कॉल का परिणाम बाकी है। पहले वह दें।
error-call-lead_busy = { $caller } अभी { $name } से बात कर रहे हैं।
error-call-wrong_state = कॉल की स्थिति { $state } है; यह अब नहीं हो सकता।
error-call-not_ended = कॉल अभी चल रही है। पहले समाप्त करें।
error-call-has_outcome = इस कॉल का परिणाम दर्ज है ({ $outcome })। बदलने के लिए वापस लें।
error-call-was_connected = इस कॉल में { $minutes } मिनट बात हुई। उससे क्या निकला, वह चुनें।
error-call-never_connected = इस कॉल पर किसी ने उत्तर नहीं दिया, इसलिए किसी से बात नहीं हुई। वैसा ही परिणाम चुनें।
error-disposition-unknown = “{ $code }” नाम का कोई परिणाम नहीं है। सूची से चुनें।
field-rule-pool_empty = बताएँ कि यह नियम लीड किसे दे।
field-rule-no_test = एक शर्त खाली है। मान या सीमा दें।
field-rule-too_many = ये बहुत अधिक हैं।
field-outcome-reason_unknown = इस परिणाम का ऐसा कोई कारण नहीं है।
field-out_of_range = यह संख्या सीमा से बाहर है।
field-disposition-code_not_valid = छोटे अक्षर, अंक और “_” लिखें।
did-lead-assign = { $n ->
    [one] { $actor } ने { $n } लीड ({ $lead }) { $person } को सौंपी।
   *[other] { $actor } ने { $n } लीड ({ $lead }) { $person } को सौंपीं।
 }
did-lead-distribute = { $actor } ने { $n } लीड बाँटीं{ $waiting ->
    [0] {""}
   *[other] ; { $waiting } प्रतीक्षा में
 }।
did-queue-take = { $n ->
   *[one] { $actor } ने साझा सूची से { $lead } ली।
    [other] { $actor } ने साझा सूची से { $n } लीड ({ $lead }) लीं।
 }
did-assignment-rule_set = { $n ->
    [one] { $actor } ने बाँटने का { $n } नियम तय किया।
   *[other] { $actor } ने बाँटने के { $n } नियम तय किए।
 }
did-caller-set_limits = { $actor } ने { $person } की सीमाएँ तय कीं।
did-call-start = { $overridden ->
    [yes] { $actor } ने मनाही के बावजूद { $lead } को कॉल किया: { $reason }
   *[no] { $actor } ने { $lead } को कॉल किया।
}
did-call-ringing = { $actor } की { $lead } को कॉल पर घंटी बजी।
did-call-connected = { $lead } ने { $actor } की कॉल उठाई।
did-call-ended = { $actor } की { $lead } से कॉल समाप्त हुई ({ $cause })।
label-cause-cancelled = उत्तर से पहले रखा गया
label-cause-dropped = लाइन कट गई
label-cause-hung_up = फ़ोन रखा गया
label-cause-failed = लाइन नहीं लगी
label-cause-unreachable = पहुँच से बाहर
label-cause-no_answer = उत्तर नहीं
label-cause-busy = व्यस्त
did-call-set_note = { $actor } ने { $lead } की कॉल पर टिप्पणी लिखी।
did-call-set_recording = { $actor } ने रिकॉर्डिंग पर { $lead } का उत्तर दर्ज किया: { $consent }।
label-consent-no = नहीं
label-consent-yes = हाँ
did-call-dispose = { $again ->
    [yes] { $actor } ने { $lead } की कॉल का परिणाम दिया: { $outcome }; फिर { $at } पर।
   *[no] { $actor } ने { $lead } की कॉल का परिणाम दिया: { $outcome }।
}
did-disposition-set = { $actor } ने परिणाम कोड { $code } बदला।
label-unassigned-nobody_in_pool = समूह में कोई नहीं है
label-unassigned-nobody_present = कोई उपस्थित नहीं है
label-unassigned-at_capacity = सबकी सीमा पूरी है
label-unassigned-no_speaker = कोई यह भाषा नहीं बोलता
label-unassigned-given_back = लौटाई गई
label-refused-do_not_disturb = परेशान न करें
label-refused-consent_withdrawn = सहमति वापस ली गई
label-refused-outside_hours = कॉल के समय से बाहर
label-refused-too_often_today = आज पर्याप्त बार कॉल हो चुकी
label-refused-too_often_this_week = इस सप्ताह पर्याप्त बार कॉल हो चुकी
label-refused-invalid_number = नंबर अमान्य है
label-refused-resting = कई कोशिशों के बाद विश्राम में है; समय तय करके फिर जगाएँ
label-disposition-connected_interested = रुचि है
label-disposition-connected_not_interested = रुचि नहीं
label-disposition-connected_callback = बाद में कॉल
label-disposition-connected_wrong_number = ग़लत नंबर
label-disposition-connected_language_barrier = भाषा की बाधा
label-disposition-not_connected_busy = व्यस्त
label-disposition-not_connected_no_answer = उत्तर नहीं
label-disposition-not_connected_switched_off = बंद
label-disposition-not_connected_out_of_service = सेवा में नहीं
label-disposition-special_dnd = परेशान न करें
label-disposition-special_escalate = प्रबंधक को भेजें
label-disposition-special_technical_issue = तकनीकी समस्या
title-lead-assign = लीड सौंपें
title-lead-distribute = लीड बाँटें
title-queue-take = साझा सूची से लीड लें
title-assignment-rule_set = बाँटने के नियम तय करें
title-caller-set_limits = कॉलर की सीमाएँ तय करें
title-call-start = लीड को कॉल करें
title-call-ringing = घंटी बज रही है
title-call-connected = कॉल उठी
title-call-ended = कॉल समाप्त
title-call-set_note = कॉल की टिप्पणी लिखें
title-call-set_recording = रिकॉर्डिंग की सहमति दर्ज करें
title-call-dispose = कॉल का परिणाम दें
title-disposition-set = परिणाम कोड बदलें
## दस्तावेज़ और पैक
error-template-header = टेम्पलेट का शीर्ष भाग पंक्ति { $line } में सही नहीं है: { $problem }।
error-template-syntax = टेम्पलेट पंक्ति { $line } में समझ में नहीं आया: { $problem }।
error-template-unknown_field = “{ $field }” नाम का कोई खाना नहीं है (पंक्ति { $line }, स्तंभ { $column })।{ $closest ->
    [missing] {""}
    *[other] {" "}क्या आपका आशय “{ $closest }” था?
  }
error-template-internal_field = पंक्ति { $line } में “{ $field }” है, जो आंतरिक है और ग्राहक तक नहीं पहुँचना चाहिए। इसे हटाएँ, या दस्तावेज़ आंतरिक उपयोग के लिए बनाएँ।
error-template-audience = टेम्पलेट “{ $template }” आंतरिक उपयोग के लिए है और ग्राहक के लिए नहीं बनाया जा सकता।
error-template-too_large = दस्तावेज़ या उसका टेम्पलेट बहुत बड़ा है (अधिकतम { $limit } बाइट)। डेटा कम करें या उसे बाँटें।
error-template-value = टेम्पलेट की पंक्ति { $line } में कोई मान ठीक नहीं बैठता: { $problem }।
error-document-directive = दस्तावेज़ की पंक्ति { $line } ऐसी चीज़ माँगती है जो है ही नहीं: { $problem }।
error-document-image_missing = चित्र “{ $name }” नहीं मिला। उसे जोड़ें, या पाठ से हटाएँ।
error-document-image_unreadable = चित्र “{ $name }” पढ़ा नहीं जा सका। PNG या JPEG फ़ाइल का उपयोग करें।
error-document-failed = दस्तावेज़ नहीं बन सका। फिर कोशिश करें; दोबारा हो तो निदान भेजें।
error-pack-name = फ़ाइल नाम “{ $path }” पैक में नहीं चल सकता, या पहले से है। दूसरा चुनें।
error-pack-manifest = इस पैक की सूची सही नहीं है, इसलिए इसके बारे में कुछ सिद्ध नहीं हो सकता: { $problem }।
error-pack-unreadable = { $path } पर ऐसा कोई पैक नहीं है जो पढ़ा जा सके: { $problem }।
error-pack-write = पैक { $path } पर लिखा नहीं जा सका: { $problem }।

## डायल करना
error-call-carrier_refused = कॉल नहीं लगी: { $problem }। फिर प्रयास करें, या किसी और तरह से डायल करें।
error-call-not_answered = अभी किसी ने उठाया नहीं है। म्यूट और होल्ड बात होते समय के लिए हैं।
error-call-no_line = इस कॉल की लाइन Netra के पास नहीं है: कॉल समाप्त हो चुकी है, या आपके अपने फ़ोन पर है। म्यूट या होल्ड वहीं करें।

# कोटेशन को अनुमोदन क्यों चाहिए
label-approval-amount = उसकी राशि
label-approval-discount = सीमा से अधिक छूट
label-approval-margin = सीमा से कम मार्जिन

# इनवॉइस, रिमाइंडर, समय-सारणी
error-invoice-not_found = ऐसा कोई इनवॉइस नहीं है, या आप उसे नहीं देख सकते।
error-invoice-exists = किस्त { $number } का इनवॉइस पहले से है। पहले उसे रद्द करें।
error-invoice-waived = किस्त { $number } माफ़ की जा चुकी है; इनवॉइस बनाने को कुछ नहीं है।
error-invoice-advance = किस्त { $number } अग्रिम है: उसकी रसीद बन चुकी है और अगला इनवॉइस उसे समायोजित करेगा।
error-invoice-state = यह इनवॉइस पहले से { $state ->
    [issued] जारी
    [cancelled] रद्द
   *[other] मसौदा
} है।
error-reminder-not_found = ऐसा कोई रिमाइंडर नहीं है, या आप उसे नहीं देख सकते।
error-reminder-not_needed = किस्त { $number } के लिए अभी रिमाइंडर नहीं चाहिए: वह चुकाई जा चुकी है, देय तिथि बदली है, इस ग्राहक के रिमाइंडर रुके हैं, या बाद का रिमाइंडर बन चुका है।
error-reminder-sent_already = यह रिमाइंडर भेजा जा चुका है।
did-invoice-draft = { $actor } ने { $agreement } की किस्त { $number } का इनवॉइस तैयार किया।
did-invoice-issue = { $actor } ने { $agreement } के लिए { $amount } का इनवॉइस { $invoice } जारी किया।
did-invoice-cancel = { $actor } ने { $agreement } का इनवॉइस { $invoice } रद्द किया: { $reason }
did-reminder-send = { $actor } ने { $company } को { $agreement } की किस्त { $number } याद दिलाई।
did-schedule-run = दिन की समय-सारणी चली।{ $reminders ->
    [0] {""}
    [one] {" "}{ $reminders } रिमाइंडर तैयार है।
   *[other] {" "}{ $reminders } रिमाइंडर तैयार हैं।
 }{ $reports ->
    [0] {""}
    [one] {" "}{ $reports } रिपोर्ट का मसौदा बना।
   *[other] {" "}{ $reports } रिपोर्टों के मसौदे बने।
 }{ $invoices ->
    [0] {""}
    [one] {" "}{ $invoices } इनवॉइस का मसौदा बना।
   *[other] {" "}{ $invoices } इनवॉइस के मसौदे बने।
 }
title-invoice-draft = इनवॉइस तैयार करें
title-invoice-issue = इनवॉइस जारी करें
title-invoice-cancel = इनवॉइस रद्द करें
title-reminder-send = रिमाइंडर भेजा गया दर्ज करें
title-schedule-run = आज का देय काम बनाएँ
label-reminder-subject-before = { $agreement } की किस्त { $number } { $due } को देय है
label-reminder-subject-today = { $agreement } की किस्त { $number } आज देय है
label-reminder-subject-after = { $agreement } की किस्त { $number } { $due } से बाकी है
label-reminder-body-before = आदरणीय { $company }, “{ $title }” की किस्त { $number }, { $open }, { $due } को देय है। भुगतान के लिए धन्यवाद। { $firm }
label-reminder-body-today = आदरणीय { $company }, “{ $title }” की किस्त { $number }, { $open }, आज देय है। भुगतान के लिए धन्यवाद। { $firm }
label-reminder-body-after = आदरणीय { $company }, “{ $title }” की किस्त { $number } { $due } को देय थी, { $days } दिन पहले; { $open } अभी बाकी है। कृपया भुगतान करें, या बताएँ कि क्या बाधा है। { $firm }
label-report-meetings = हुई बैठकें
label-report-done = हस्ताक्षरित
label-report-progress = चल रहा काम
label-report-next = आगे
label-report-nothing = इस अवधि में कुछ नहीं।
label-report-item = { $title }: { $percent } %, { $state }
label-report-signed = { $title }, { $on } को { $by } ने हस्ताक्षर किए
label-report-numbers = तय { $promised } में से { $delivered } बैठकें संपन्न, { $milestones } में से { $signed } माइलस्टोन हस्ताक्षरित, { $percent } % काम पूरा।
# sync
error-sync-device = यह डिवाइस साइन इन नहीं है। कृपया दोबारा साइन इन करें।
error-sync-schema = यह प्रोग्राम अपने सर्वर के लिए बहुत पुराना है (यहाँ { $theirs }, सर्वर { $ours })। इस प्रोग्राम को अपडेट करें; तब तक आपका काम सुरक्षित रहेगा।
error-sync-server_older = यह प्रोग्राम अपने सर्वर से नया है (यहाँ { $theirs }, सर्वर { $ours })। जो सर्वर चलाते हैं, वे उसे अपडेट करें; तब तक आपका काम सुरक्षित रहेगा।
error-sync-form = एक संदेश समझ में नहीं आया{ $detail ->
    [missing] {""}
    [unknown] {""}
    [wrong] {""}
    [not_object] {": "}JSON का एक ऑब्जेक्ट चाहिए
    [not_json] {": "}यह JSON नहीं है
    [cut_short] {": "}यह बीच में ही ख़त्म हो गया
    [null] {": "}null कोई ऑब्जेक्ट नहीं है
    [idempotency_key] {": "}Idempotency-Key कोई UUID नहीं है
    [transfer_key] {": "}हेडर netra-transfer-key नहीं है
    [no_number] {": "}size और from पूर्ण संख्याएँ हैं
    [beyond_end] {": "}from फ़ाइल के अंत के बाद है
    [no_hash] {": "}SHA-256 में 64 हेक्साडेसिमल अंक होते हैं
    [no_bytes] {": "}size नहीं है, या 0 है
    [chunk_size] {": "}टुकड़ा उतना लंबा नहीं है जितना होना चाहिए
    [chunk_place] {": "}टुकड़ा उसके आगे का नहीं है जो आ चुका है
    [answer_form] {": "}जवाब किसी और रूप में है
    [answer_endless] {": "}जवाब ख़त्म ही नहीं होता
    [too_many_commands] {": "}एक बार में बहुत ज़्यादा कमांड
    [no_sequence] {": "}एक कमांड का क्रम-नंबर नहीं है
    [unknown_table] {": "}ऐसी तालिका जो यहाँ नहीं है
    [row_scope] {": "}ऐसी पंक्ति जो इस डिवाइस के लिए नहीं है
    [row_form] {": "}ऐसी पंक्ति जो अपनी तालिका में नहीं बैठती
   *[other] {": "}{ $detail }
}। कुछ भी नहीं बदला गया।
field-form-missing = यह नहीं है।
field-form-unknown = ऐसा कोई फ़ील्ड नहीं है।
field-form-wrong = यह वैसा नहीं है जैसा होना चाहिए।
error-sync-id_reused = इस बदलाव का नंबर किसी दूसरे बदलाव का है, इसलिए इसे नहीं लिया गया।
error-sync-not_served = यह वर्कस्पेस किसी सर्वर पर नहीं है।
error-file-missing_content = “{ $file }” की सामग्री सर्वर तक नहीं पहुँची, इसलिए वह दर्ज नहीं हुई। फ़ाइल फिर जोड़ें।
error-file-other_content = जो भेजा गया वह बताई गई फ़ाइल नहीं है। फ़ाइल फिर जोड़ें।
error-file-too_many_bytes = सर्वर एक दिन में एक व्यक्ति से जितनी फ़ाइलें लेता है ({ $most_bytes } बाइट), आप उतनी भेज चुके हैं। बाकी यहीं रुकी हैं और बाद में जाएँगी।
error-serve-needs_tls = इस मशीन से बाहर सर्वर केवल TLS बोलता है: --tls-cert और --tls-key दें, या --behind-proxy जब आगे का प्रॉक्सी यह काम करता हो।
error-serve-certificate = प्रमाणपत्र या उसकी कुंजी काम नहीं आ सकती ({ $problem })।
error-serve-address = { $address } पर सुना नहीं जा सकता ({ $problem })।
error-serve-no_address = इस पते पर कुछ नहीं है।
error-serve-no_server = { $folder } किसी सर्वर का फ़ोल्डर नहीं है। वह फ़ोल्डर बताएँ जिसे “netra serve” इस्तेमाल करता है (--data)।
error-serve-no_workspace = इस सर्वर पर { $name } नाम का वर्कस्पेस नहीं है।
error-serve-workspace_name = वर्कस्पेस के नाम में 1 से 40 अक्षर हों: a से z, अंक, और बीच में हाइफ़न।
error-serve-admin_token = प्रशासक के टोकन में कम से कम { $least } अक्षर हों।
error-serve-served = { $folder } का सर्वर पहले से चल रहा है। पहले उसे रोकें, या कोई दूसरा फ़ोल्डर बताएँ।
error-serve-no_backups = यह सर्वर बैकअप के फ़ोल्डर के बिना शुरू किया गया था (--backups)।
error-serve-workspace_taken = { $name } नाम का वर्कस्पेस पहले से है।
error-sync-other = सर्वर ने मना किया ({ $code })। वह इस प्रोग्राम से नया है: कारण पढ़ने के लिए इसे अपडेट करें।
error-sync-revoked = यह डिवाइस किसी अधिकार वाले व्यक्ति ने साइन आउट कर दिया है।
error-sync-untrusted = { $server } ऐसा प्रमाणपत्र दिखाता है जिस पर यह उपकरण भरोसा नहीं करता, इसलिए कुछ नहीं भेजा गया। यदि आपकी फ़र्म का अपना प्रमाणन प्राधिकरण है, तो उसकी फ़ाइल दें: विंडो में “अपना प्रमाणन प्राधिकरण”, कमांड लाइन पर --ca।
error-sync-unreachable = { $server } तक पहुँचा नहीं जा सका। आपका काम यहाँ सुरक्षित है और बाद में भेजा जाएगा।
error-sync-no_server = { $server } जवाब देता है, पर Netra सर्वर की तरह नहीं (स्थिति { $status })।
error-sync-address = “{ $address }” किसी वर्कस्पेस का पता नहीं है। पता https://server.example/name जैसा होता है; बिना s के केवल इसी मशीन पर।
error-sync-certificates = प्रमाणपत्रों की फ़ाइल पढ़ी नहीं जा सकी। वह PEM रूप में होनी चाहिए।
error-sync-not_connected = यह वर्कस्पेस किसी सर्वर से जुड़ा नहीं है। इसे सेटिंग्स में सिंक और डिवाइस के अंतर्गत जोड़ें, या “netra connect” से।
error-sync-connected = यह प्रति पहले से { $workspace } की है। दूसरे वर्कस्पेस के लिए दूसरा फ़ोल्डर लें।
error-sync-needs_code = यह अकेला वर्कस्पेस है। इसे सर्वर को सौंपने के लिए “netra tenant reserve” का कोड --attach से दें; नया डिवाइस बनाने के लिए नया फ़ोल्डर बताएँ।
error-sync-moved_on = वर्कस्पेस सौंपते समय यहाँ कुछ बदल गया, इसलिए यह प्रति जैसी थी वैसी है। दूसरा नाम और कोड माँगें और कुछ और चलाए बिना फिर कोशिश करें।
error-sync-handing_over = यह वर्कस्पेस सर्वर को सौंपा जा रहा है। पूरा होने तक यहाँ कुछ नहीं बदलता; उसके बाद फिर कोशिश करें।
error-sync-owner_only = वर्कस्पेस इसके पहले मालिक की ओर से सौंपा जाता है, वहाँ का पासवर्ड उन्हीं का होता है: { $email } से साइन इन करें।
error-sync-not_yours = यह प्रति किसी और की है। हर व्यक्ति की अपनी प्रति होती है।
error-sync-protocol = सर्वर प्रोटोकॉल का दूसरा वर्शन बोलता है (यहाँ { $ours }, सर्वर { $theirs })। जो पुराना है उसे अपडेट करें।
error-sync-another_program = दूसरा प्रोग्राम अभी इस वर्कस्पेस को सिंक कर रहा है।
error-sync-no_rest = { $rounds } बार के बाद भी दोनों ओर बात पूरी नहीं हुई। कुछ खोया नहीं है; कृपया इसकी सूचना दें।
error-sync-no_attention = यह उनमें नहीं है जिन पर ध्यान देना है।
error-sync-wipe = किसी अधिकार वाले व्यक्ति ने यह प्रति हटवा दी है।
error-sync-wipe_forged = सर्वर के नाम से किसी ने यह प्रति हटाने को कहा, पर अपना अधिकार साबित नहीं कर सका। कुछ भी नहीं हटाया गया। सर्वर की देखभाल करने वाले को बताएँ।
error-workspace-wiped = यह प्रति यहाँ से हटा दी गई है क्योंकि { $server } ने ऐसा कहा: किसी अधिकार वाले व्यक्ति ने { $workspace } में इस डिवाइस को बंद कर दिया। जो काम सौंपा नहीं गया था और साथ चला गया: { $unsent }। फिर शुरू करने के लिए नए डिवाइस के रूप में जुड़ें।
error-workspace-being_removed = जो प्रति छोड़ दी गई थी, वह अभी हटाई जा रही है; इसमें अधिक से अधिक दो मिनट लगते हैं। उसके बाद शुरू करें।
error-sync-lease_over = इस डिवाइस का सर्वर से अंतिम संपर्क { $since } को हुआ था, और बिना संपर्क के प्रति { $days } दिन तक ही खुलती है। इसे नेटवर्क से जोड़कर सिंक करें (विंडो में “अभी सिंक करें”, नहीं तो “netra sync”): फिर यह खुल जाएगी। जो काम सौंपा नहीं गया, वह यहीं है और तब सौंपा जाएगा।
error-sync-clock_behind = इस मशीन की घड़ी पीछे है: यहाँ पहले ही { $seen } हो चुका था। घड़ी ठीक करें, या नेटवर्क से जोड़कर सिंक करें (विंडो में “अभी सिंक करें”, नहीं तो “netra sync”)। कुछ भी खोया नहीं है।
error-sync-filling = यह प्रति अभी सर्वर से भरी जा रही है।
error-sync-undo_away = यह सर्वर के पास पहुँच चुका है, और सर्वर से अभी संपर्क नहीं है। संपर्क होने पर इसे वापस लिया जा सकेगा।
error-sync-take_away = नई लीड लेने के लिए सर्वर चाहिए, और उससे अभी संपर्क नहीं है। आप अपनी लीड पर काम जारी रख सकते हैं।
error-account-no_mail = सर्वर मेल नहीं भेजता। जो फ़र्म के लोगों को सँभालते हैं, वे कोड बनाकर (“netra invite”) हाथ से दे सकते हैं।
error-serve-mail = इस तरह मेल नहीं भेजी जा सकती: { $problem }।
error-account-wrong = ई-मेल पता, पासवर्ड या वर्कस्पेस सही नहीं है।
error-account-signed_out = यह डिवाइस साइन आउट है। दोबारा साइन इन करें (विंडो में सेटिंग्स, सिंक और डिवाइस; नहीं तो “netra connect” से); आपका काम सुरक्षित है।
error-account-reused = इस डिवाइस का साइन-इन दो जगहों से इस्तेमाल हुआ, इसलिए सुरक्षा के लिए बंद किया गया। दोबारा साइन इन करें (विंडो में सेटिंग्स, सिंक और डिवाइस; नहीं तो “netra connect” से); आपका काम सुरक्षित है।
error-account-code_needed = आपका दूसरा कारक चालू है: अपने प्रोग्राम का इस समय का कोड, या कोई रिकवरी कोड दें।
error-account-code_wrong = यह कोड सही नहीं है, पुराना है, या इस्तेमाल हो चुका है। अगले कोड की प्रतीक्षा करें।
error-account-second_factor_on = दूसरा कारक पहले से चालू है।
error-account-second_factor_off = दूसरा कारक चालू नहीं है। दिखाए गए गुप्त कोड की पुष्टि 15 मिनट के भीतर करनी होती है।
error-account-other_email = यह कोड किसी और ई-मेल पते वाले को दिया गया था। पता जाँचें; कोड अभी इस्तेमाल नहीं हुआ है।
error-account-invitation = यह कोड यहाँ पता नहीं, इस्तेमाल हो चुका है, या पुराना है। दूसरा माँगें।
error-account-workspace_suspended = सर्वर चलाने वाले ने यह वर्कस्पेस अभी के लिए बंद कर दिया है। आपका काम सुरक्षित है।
error-account-password_short = पासवर्ड में कम से कम { $least } अक्षर हों।
error-account-password_long = पासवर्ड में अधिक से अधिक { $most } अक्षर हों।
error-account-too_many = बहुत अधिक अनुरोध। { $seconds } सेकंड बाद फिर कोशिश करें।
error-account-no_device = ऐसा कोई डिवाइस साइन इन नहीं है।
error-server-too_large = यह बहुत बड़ा है: अधिक से अधिक { $most_bytes } बाइट।
error-server-attached = इस नाम से एक वर्कस्पेस पहले ही सौंपा जा चुका है।
error-serve-backup_failed = { $n ->
    [one] { $n } बैकअप विफल रहा या उसमें फ़ाइलें नहीं हैं: कौन सा, यह उत्तर में लिखा है।
   *[other] { $n } बैकअप विफल रहे या उनमें फ़ाइलें नहीं हैं: कौन से, यह उत्तर में लिखा है।
 }
error-serve-restore_failed = { $n ->
    [one] { $n } कार्यस्थान पूरा वापस नहीं आया: कौन सा और क्यों, यह उत्तर में लिखा है। किसी और फ़ोल्डर में पुराने बैकअप (--not-after) से, या जिस पासफ़्रेज़ से वह बना था (NETRA_PASSPHRASE) उससे वापस लाएँ।
   *[other] { $n } कार्यस्थान पूरे वापस नहीं आए: कौन से और क्यों, यह उत्तर में लिखा है। किसी और फ़ोल्डर में पुराने बैकअप (--not-after) से, या जिस पासफ़्रेज़ से वे बने थे (NETRA_PASSPHRASE) उससे वापस लाएँ।
 }
error-serve-no_backup_before = { $day } या उससे पहले का सर्वर का कोई बैकअप नहीं है।
error-server-slow = इसमें बहुत समय लगा, इसलिए छोड़ दिया गया।

## Names of fields
label-field-name = नाम
label-field-company_name = कंपनी
label-field-phone = फ़ोन
label-field-email = ई-मेल
label-field-title = शीर्षक
label-field-reason = कारण
label-field-note = नोट
label-field-amount = राशि
label-field-value = मूल्य
label-field-tds = टीडीएस
label-field-reference = संदर्भ
label-field-received_on = प्राप्ति की तारीख
label-field-signed_on = हस्ताक्षर की तारीख
label-field-signed_by = हस्ताक्षरकर्ता
label-field-signature = हस्ताक्षर
label-field-source = स्रोत
label-field-language = भाषा
label-field-city = शहर
label-field-region = क्षेत्र
label-field-pin = पिन कोड
label-field-campaign = अभियान
label-field-product_interest = रुचि
label-field-zone = समय क्षेत्र
label-field-quantity = मात्रा
label-field-unit_price = इकाई मूल्य
label-field-due_on = देय तारीख
label-field-start_on = आरंभ की तारीख
label-field-end_on = समाप्ति की तारीख
label-field-row = पंक्ति
label-field-created_on = आने की तारीख
label-field-lines = पंक्ति
label-field-instalments = किस्त
label-field-valid_days = वैधता के दिन
label-field-tenure_months = अवधि के महीने
label-field-meetings_promised = तय बैठकें
label-field-override_reason = फिर भी कॉल का कारण
label-field-call_again_at = फिर कॉल का समय
label-field-at = समय
label-field-on = तारीख
label-field-from = से
label-field-to = तक
label-field-roles = भूमिकाएँ
label-field-role = भूमिका
label-field-file_name = फ़ाइल का नाम
label-field-file = फ़ाइल
label-field-evidence = साक्ष्य
label-field-contact = संपर्क व्यक्ति
label-field-percent = प्रतिशत
label-field-discount = छूट
label-field-country = देश
label-field-state_code = राज्य कोड
label-field-tax_number = कर संख्या
label-field-address = पता
label-field-body = पाठ
label-field-remark = टिप्पणी
label-field-description = विवरण
label-field-code = कोड
label-field-position = क्रम
label-field-stage = चरण
label-field-limit = सीमा
label-field-minutes = मिनट
label-field-mode = माध्यम
label-field-items = कार्य
label-field-actions = कार्य बिंदु
label-field-mom = कार्यवृत्त
label-field-passphrase = पासफ़्रेज़
label-field-key = कुंजी
label-field-terms = शर्तें

## What the doctor finds
label-doctor-restore = नवीनतम बैकअप को नए फ़ोल्डर में वापस लाएँ: netra restore FILE DIR
label-doctor-unreadable = यह पढ़ा नहीं जा सकता
label-doctor-format = प्रारूप { $format }, कार्यक्षेत्र { $id }
label-doctor-keychain = इस मशीन के कीचेन में
label-doctor-passphrase = पासफ़्रेज़ से खुलता है
label-doctor-no_key = कोई नहीं: डेटा एन्क्रिप्ट नहीं है
label-doctor-not_there = { $file } नहीं है
label-doctor-empty = { $file } खाली है
label-doctor-opens = खुलता है
label-doctor-first_page = इसका पहला पृष्ठ खराब है, या कुंजी इसकी नहीं है
label-doctor-no_workspace = { $file } में कोई कार्यक्षेत्र नहीं है
label-doctor-version = संस्करण { $n }
label-doctor-pages = { $n ->
    [one] { $n } पृष्ठ ठीक है
   *[other] { $n } पृष्ठ ठीक हैं
 }
label-doctor-untold = जब तक डेटाबेस के पृष्ठ खराब हैं, यह नहीं कहा जा सकता
label-doctor-broken = { $list }
label-doctor-references = जिस पंक्ति का नाम लिया गया, वह मौजूद है
label-doctor-references_copy = इस प्रति में वही है जो इसका व्यक्ति देख सकता है; सर्वर से मिलान “netra sync --check” करता है
label-doctor-dangling = पंक्तियाँ ऐसी पंक्तियों का नाम लेती हैं जो नहीं हैं: { $list }
label-doctor-journal = { $n ->
    [one] { $n } प्रविष्टि
   *[other] { $n } प्रविष्टियाँ
 }, अंतिम { $head }
label-doctor-journal_broken = प्रविष्टि { $seq } पिछली प्रविष्टियों से नहीं जुड़ती: इतिहास बदला गया है
label-doctor-compare = पहले के बैकअप से मिलाएँ; प्रविष्टि { $seq } पर भरोसा नहीं किया जा सकता।
label-doctor-rebuilt = { $table }: फिर से बनाई गई
label-doctor-agrees = { $table }: अपनी पंक्तियों से मेल खाती है
label-doctor-differs = { $table }: { $wrong }
label-doctor-rebuild = netra doctor --repair इसे पंक्तियों से फिर बनाता है
label-doctor-files = { $n ->
    [one] { $n } सहेजी फ़ाइल पूरी है
   *[other] { $n } सहेजी फ़ाइलें पूरी हैं
 }{ $elsewhere ->
    [0] {""}
    [one] , { $elsewhere } केवल सर्वर पर है, जब तक जिसे अनुमति है वह उसे न खोले
   *[other] , { $elsewhere } केवल सर्वर पर हैं, जब तक जिसे अनुमति है वह उन्हें न खोले
 }
label-doctor-files_wrong = गायब: [{ $missing }], बदली हुई: [{ $changed }]
label-doctor-copy_files = वापस लाए गए बैकअप के फ़ोल्डर `files` से उन्हें कॉपी करें।
label-doctor-leftovers = { $orphans } फ़ाइलें जिनका किसी पंक्ति में नाम नहीं, { $unfinished } अधूरी{ $removed ->
    [0] {""}
   *[other] , { $removed } हटाई गईं
 }
label-doctor-recover = इस प्रति को उसके सर्वर से फिर से लाएँ: netra recover। { $n ->
    [0] सौंपे जाने के लिए कुछ नहीं रुका है।
    [one] एक बदलाव साथ की फ़ाइल में रुका है और तब सौंपा जाएगा।
   *[other] { $n } बदलाव साथ की फ़ाइल में रुके हैं और तब सौंपे जाएँगे।
 }
label-doctor-waiting = { $n ->
    [0] कुछ नहीं रुका है
    [one] एक बदलाव रुका है
   *[other] { $n } बदलाव रुके हैं
 }, और यह डेटाबेस के साथ लिखा हुआ है
label-doctor-waiting_differs = रुके हुए बदलावों की फ़ाइल डेटाबेस से मेल नहीं खाती: इसमें { $n }, न पढ़ी जा सकीं { $unreadable }
label-doctor-write_waiting = netra doctor --repair इसे फिर से लिखता है
label-key-nothing_there = कुछ नहीं है
label-key-true = हाँ
label-key-false = नहीं
label-key-workspace = कार्यक्षेत्र
label-key-folder = फ़ोल्डर
label-key-firm = फ़र्म
label-key-protection = सुरक्षा
label-key-protection_detail = इसका अर्थ
label-key-role = इसकी भूमिका
label-key-sync = इसका सर्वर
label-key-schema_version = डेटाबेस का संस्करण
label-key-sqlite_version = SQLite का संस्करण
label-key-journal = रोज़नामचा
label-key-entries = प्रविष्टियाँ
label-key-head = अंतिम प्रविष्टि का हैश
label-key-people = लोग
label-key-pending = अभी न सौंपे गए आदेश
label-key-files = सहेजी फ़ाइलें
label-key-packs_in_clear = डेटा के साथ रखे पैक, बिना एन्क्रिप्शन
label-key-database_bytes = डेटाबेस का आकार, बाइट में

## Letters

mail-invitation-subject = { $firm } आपको Netra में आमंत्रित करता है
mail-invitation-text =
    नमस्ते { $person },

    { $firm } Netra के साथ काम करता है और आपके लिए जगह बनाई गई है। सात दिन के भीतर इस कोड से अपना पासवर्ड बनाएँ:

    { $code }

    प्रोग्राम में: अपनी फ़र्म के सर्वर से जुड़ें, पता { $address } और आपका ई-मेल पता { $email }। कमांड लाइन पर:

    netra -w FOLDER connect { $address } --email { $email } --invitation CODE

    यह कोड एक ही बार और केवल आपके लिए है। यदि आप { $firm } को नहीं जानते, तो कुछ न करें।
mail-reset-subject = { $firm } के लिए नया पासवर्ड
mail-reset-text =
    नमस्ते { $person },

    किसी ने { $firm } में आपके लिए नया पासवर्ड माँगा है। यदि वह आप थे, तो एक घंटे के भीतर इस कोड से उसे बनाएँ:

    { $code }

    प्रोग्राम में: { $address } पर { $email } के रूप में, जो पासवर्ड आप चाहते हैं उसके साथ साइन इन करें, और “और” के नीचे यह कोड डालें। कमांड लाइन पर:

    netra -w FOLDER connect { $address } --email { $email } --invitation CODE

    यह कोड एक ही बार चलता है। इस्तेमाल होते ही आपके सभी डिवाइस साइन आउट हो जाते हैं; दूसरा कारक बना रहता है।

    यदि वह आप नहीं थे, तो कुछ न करें: आपका पासवर्ड वैसा ही रहेगा। यदि यह बार-बार आए, तो { $firm } में Netra की देखभाल करने वाले को बताएँ।

# Settings and permissions, where a sentence names one.
label-setting-firm-name = फ़र्म का नाम
label-setting-firm-zone = समय क्षेत्र
label-setting-firm-currency = मुद्रा
label-setting-firm-address = पता
label-setting-firm-signatory_name = फ़र्म की ओर से कौन हस्ताक्षर करता है
label-setting-firm-signatory_position = हस्ताक्षरकर्ता का पद
label-setting-firm-bank_details = दस्तावेज़ों पर बैंक विवरण
label-setting-firm-phone_region = फ़ोन नंबरों का देश
label-setting-tax-country = टैक्स का देश
label-setting-tax-state_code = राज्य कोड
label-setting-calling-opens = कॉल कब से
label-setting-calling-closes = कॉल कब तक
label-setting-calling-max_per_day = एक लीड पर दिन में प्रयास
label-setting-calling-max_per_week = एक लीड पर सप्ताह में प्रयास
label-setting-calling-max_attempts = लीड के विश्राम से पहले प्रयास
label-setting-assignment-max_open = एक साथ खुली लीड
label-setting-assignment-max_per_day = दिन में नई लीड
label-setting-tax-number = टैक्स नंबर
label-setting-tax-has_lut = निर्यात के लिए वचन-पत्र (LUT)
label-setting-tax-rounding = राशि कहाँ पूर्णांकित हो
label-setting-quotes-valid_days = कोटेशन कितने दिन मान्य
label-setting-quotes-tenure_months = नए कोटेशन में काम के महीने
label-setting-quotes-meetings_promised = नए कोटेशन में बैठकें
label-setting-quotes-round_total = कुल राशि को पूर्णांक में करें
label-setting-quotes-approve_from_minor = इस कुल राशि से स्वीकृति ज़रूरी
label-setting-quotes-approve_discount_over_percent = इससे अधिक छूट पर स्वीकृति ज़रूरी, %
label-setting-quotes-approve_margin_under_percent = इससे कम मार्जिन पर स्वीकृति ज़रूरी, %
label-setting-payments-four_eyes = दर्ज करने वाले से अलग व्यक्ति सत्यापित करे
label-setting-brand-accent = शीर्षक और रेखाओं का रंग
label-setting-brand-confidentiality = हर पृष्ठ के नीचे के शब्द
label-setting-brand-logo = लोगो
label-setting-reports-period = प्रगति रिपोर्ट कितनी बार बनती है
label-setting-projects-stale_after_days = कितने दिन ख़बर न आने पर परियोजना शांत मानी जाती है
label-setting-sync-offline_days = संपर्क के बिना दिन
label-permission-workspace-settings = कार्यक्षेत्र की सेटिंग बदलना
label-permission-workspace-backup = सब कुछ बैकअप फ़ाइल में सहेजना
label-permission-person-manage = लोगों को जोड़ना, बदलना और निलंबित करना
label-permission-role-manage = भूमिका की अनुमतियाँ बदलना
label-permission-file-add = फ़ाइलें जोड़ना
label-permission-history-read = जो देख सकते हैं उसका इतिहास पढ़ना
label-permission-pack-build = दस्तावेज़ पैक बनाना
label-permission-pack-internal = आंतरिक आँकड़ों वाले पैक बनाना
label-permission-lead-read = अपनी लीड देखना
label-permission-lead-read_all = सबकी लीड देखना
label-permission-lead-create = लीड जोड़ना
label-permission-lead-edit = अपनी लीड बदलना
label-permission-lead-edit_all = सबकी लीड बदलना
label-permission-lead-assign = लीड बाँटना
label-permission-lead-import = लीड की फ़ाइलें आयात करना
label-permission-assignment-rules = बाँटने के नियम बदलना
label-permission-call-make = लीड को कॉल करना
label-permission-call-override = मनाही के बावजूद कारण देकर कॉल करना
label-permission-call-read_all = सबकी कॉल और आँकड़े देखना
label-permission-disposition-manage = कॉल के परिणाम कोड बदलना
label-permission-company-read = कंपनियाँ और संपर्क देखना
label-permission-company-edit = कंपनियाँ जोड़ना और अपनी बदलना
label-permission-contact-edit = संपर्क जोड़ना और बदलना
label-permission-deal-read = अपनी डील देखना
label-permission-deal-work = अपनी डील जोड़ना और आगे बढ़ाना
label-permission-sales-read_all = सबकी डील, कोटेशन और अनुबंध देखना
label-permission-sales-all = सबकी कंपनियाँ, डील और कोटेशन बदलना
label-permission-quote-read = अपने कोटेशन देखना
label-permission-quote-work = अपने कोटेशन बनाना, बदलना और भेजना
label-permission-quote-approve = कोटेशन स्वीकृत करना
label-permission-quote-cost = लागत, आपूर्तिकर्ता और मार्जिन देखना और बदलना
label-permission-tax-manage = टैक्स की दरें तय करना
label-permission-agreement-read = अनुबंध देखना
label-permission-payment-read = भुगतान देखना
label-permission-payment-record = भुगतान दर्ज करना
label-permission-payment-verify = भुगतान सत्यापित, अस्वीकार और उलटना
label-permission-invoice-manage = इनवॉइस तैयार, जारी और रद्द करना
label-permission-reminder-send = ग्राहकों को भुगतान याद दिलाना
label-permission-schedule-run = दिन के रिमाइंडर, रिपोर्ट और इनवॉइस के मसौदे बनवाना
label-permission-project-read = जिन परियोजनाओं को बेचा, सँभालते या जिन पर काम करते हैं उन्हें देखना
label-permission-project-read_all = हर परियोजना देखना
label-permission-project-manage = अपनी परियोजनाएँ सँभालना
label-permission-project-manage_any = सबकी परियोजनाएँ सँभालना
label-permission-project-work = अपनी टीम की परियोजनाओं पर काम करना
label-permission-signoff-give = ग्राहक के हस्ताक्षर दर्ज करना
label-permission-kickoff-request = अपने अनुबंध सौंपना
label-permission-kickoff-request_any = किसी के भी अनुबंध सौंपना
label-permission-kickoff-decide = परियोजना प्रबंधक के रूप में किकऑफ़ लेना
label-permission-staffing-decide = स्टाफ़िंग स्वीकृत और अस्वीकार करना
label-permission-staffing-assign = लोगों को परियोजनाओं पर लगाना
label-permission-history-undo_any = दूसरों का किया वापस लेना
label-setting_is-text = पाठ
label-setting_is-zone = समय क्षेत्र, जैसे Asia/Kolkata
label-setting_is-currency = मुद्रा, जैसे INR
label-setting_is-bool = हाँ या नहीं (true या false)
label-setting_is-number = { $low } से { $high } तक की संख्या
label-setting_is-from = { $low } या उससे बड़ी संख्या, या कुछ नहीं
label-setting_is-number_or_none = { $low } से { $high } तक की संख्या, या कुछ नहीं
label-setting_is-time = 00:00 से 23:59 तक का समय
label-setting_is-word = इनमें से एक: { $words }
label-setting_is-colour = रंग, जैसे #1F4E79
label-setting_is-file = सहेजी हुई फ़ाइल, या कुछ नहीं

# Fields, as the forms name them.
label-field-size_bytes = फ़ाइल का आकार
label-field-unit_cost = इकाई लागत
label-field-due_days = देय होने तक के दिन
label-field-after_project = परियोजना के बाद
label-field-again_minutes = अगली कॉल तक के मिनट
label-field-agenda = कार्यसूची
label-field-allocation_percent = काम के समय का हिस्सा, %
label-field-approved_by = मंज़ूरी देने वाला
label-field-approved_on = मंज़ूरी की तारीख
label-field-client_informed_on = ग्राहक को बताने की तारीख
label-field-columns = स्तंभ
label-field-comment = टिप्पणी
label-field-contacts = संपर्क व्यक्ति
label-field-date = तारीख
label-field-dates = तारीख़ें
label-field-declined_by = मना करने वाला
label-field-deliverable = सुपुर्दगी
label-field-disposition = परिणाम
label-field-firm_name = फ़र्म का नाम
label-field-first_row = पहली पंक्ति
label-field-formats = फ़ॉर्मैट
label-field-given_by = देने वाला
label-field-given_on = देने की तारीख
label-field-gstin = GSTIN
label-field-held_at = बैठक का समय
label-field-instalment = किस्त
label-field-internal_notes = अंदरूनी टिप्पणियाँ
label-field-kind = प्रकार
label-field-last_on = आख़िरी दिन
label-field-max_attempts = लीड रुकने से पहले के प्रयास
label-field-max_open = एक साथ खुली लीड
label-field-max_per_day = एक दिन की नई लीड
label-field-milestone = माइलस्टोन
label-field-nps = अंक
label-field-outcome = परिणाम
label-field-owed_by_client = ग्राहक पर बकाया
label-field-owed_to_client = ग्राहक को देय
label-field-owner_name = स्वामी का नाम
label-field-owner_email = स्वामी का ई-मेल
label-field-people = लोग
label-field-place = स्थान
label-field-planned_at = नियत समय
label-field-planned_end = नियोजित समाप्ति
label-field-planned_on = नियत तारीख
label-field-prefix = उपसर्ग
label-field-progress = प्रगति
label-field-promised = वादा
label-field-rate_key = दर की कुंजी
label-field-reasons = कारण
label-field-rules = नियम
label-field-sections = खंड
label-field-skills = कौशल
label-field-sow_item = कार्य मद
label-field-sow_items = कार्य मद
label-field-state = राज्य
label-field-status = स्थिति
label-field-testimonial = प्रशंसापत्र
label-field-to_on = तक
label-field-vat_number = VAT संख्या
label-field-version = संस्करण
label-field-weight = भार
label-field-tax = कर
label-field-supplier = आपूर्तिकर्ता
label-field-unit = इकाई
label-field-rate = कर दर
label-field-discount_percent = छूट, %
label-paper-draft = मसौदा
label-paper-version = संस्करण { $n }
label-paper-in-en = अंग्रेज़ी में
label-paper-in-hi = हिन्दी में
label-stage-New = नई
label-stage-Qualified = परखी हुई
label-stage-Meeting_held = बैठक हुई
label-stage-Quoted = कोटेशन दिया
label-stage-Negotiation = बातचीत जारी
label-stage-Won = जीती
label-stage-Lost = खोई

## कमांड लाइन टर्मिनल पर जो कहती है
label-cli-not_encrypted = यह डेटा एन्क्रिप्टेड नहीं है: जो इस फ़ोल्डर को पढ़ सकता है, वह डेटा भी पढ़ सकता है।
label-cli-window_recovers = इस प्रति का डेटाबेस ख़राब है; विंडो उसे फिर से लाती है।
label-cli-window_makes = अभी कोई कार्यक्षेत्र नहीं है; विंडो उसे बनाती है।
label-cli-open_address = यह पता इसी मशीन के ब्राउज़र में खोलें; यह एक ही बार चलता है। Ctrl+C से बंद होता है।
label-cli-backup_of_keychain = यह बैकअप केवल इस मशीन के कीचेन की कुंजी से खुलता है। हर मशीन पर खुलने वाला बैकअप बनाने के लिए NETRA_PASSPHRASE सेट करके बैकअप लें।
label-cli-backup_not_encrypted = यह बैकअप एन्क्रिप्टेड नहीं है: जो फ़ाइल पढ़ सकता है, वह डेटा भी पढ़ सकता है।
label-cli-backup_misses = { $n } सहेजी फ़ाइलें नहीं मिलीं या ख़राब थीं, इसलिए बैकअप में नहीं हैं; “netra doctor” बताता है कौन-सी।
label-cli-restored_other_passphrase = सब वापस आ गया, पर NETRA_PASSPHRASE का पासफ़्रेज़ इस बैकअप का नहीं है।
label-cli-restored_other_keychain = सब वापस आ गया, पर इसकी कुंजी उस मशीन के कीचेन में है जहाँ यह बना था।
label-cli-damaged_kept = ख़राब डेटाबेस का नाम अब { $file } है। सब कुछ आ जाने पर उसे हटा दें।
label-cli-letter = यदि ऐसा कोई व्यक्ति है, तो कोड वाला पत्र भेजा जा रहा है।
label-cli-factor_begun = इसे अपने कोड बनाने वाले प्रोग्राम में डालें; फिर: netra second-factor confirm CODE
label-cli-factor_codes = इन्हें लिख लें: वह प्रोग्राम खो जाए तो हर कोड एक बार अंदर आने देता है। ये फिर नहीं दिखाए जाएँगे।
label-cli-far = { $waiting } बाक़ी; आ चुकी पंक्तियाँ:
label-cli-waits_for_news = सब ताज़ा है; नई ख़बर का इंतज़ार
label-cli-waits_for_server = सर्वर का इंतज़ार
label-cli-rows = { $rows } पंक्तियाँ ({ $rate } प्रति सेकंड), फ़ाइल का { $part } %
label-cli-done_of = { $doing } { $total } में से { $done } ({ $rate }/s)
label-cli-passphrase = पासफ़्रेज़
label-cli-once_more = एक बार और
label-cli-password = पासवर्ड
label-cli-code = कोड
label-cli-email = ई-मेल पता
label-cli-protected_by_keychain = एन्क्रिप्टेड; कुंजी ऑपरेटिंग सिस्टम के कीचेन में है
label-cli-protected_by_passphrase = एन्क्रिप्टेड; कुंजी आपके पासफ़्रेज़ से बंद है
label-cli-protected_by_none = एन्क्रिप्टेड नहीं: जो फ़ोल्डर पढ़ सकता है, वह डेटा भी पढ़ सकता है
label-cli-doing_copy = प्रति
label-cli-doing_database = डेटाबेस
label-cli-doing_derived_tables = बनी हुई तालिकाएँ
label-cli-doing_files = फ़ाइलें
label-cli-doing_journal = रोज़नामचा
label-cli-doing_leads = लीड
label-cli-doing_pages = पृष्ठ
label-cli-doing_references = संदर्भ
label-cli-doing_removed = हटाए गए
label-cli-doing_restore = वापसी
label-cli-doing_bytes = बाइट
label-key-invitation = आमंत्रण का कोड
label-key-attach = जोड़ने का कोड
label-key-expires_at = कब तक चलेगा
label-key-is_ready = तैयार है
label-key-is_suspended = रोका हुआ है
label-key-token = टोकन
label-key-ended = कितने बंद हुए
label-key-bytes = बाइट
label-key-missing = जो फ़ाइलें नहीं हैं
label-key-made_at = कब बना
label-key-opens = खुलता है
label-key-server = सर्वर
label-key-waiting = सौंपने को बाक़ी
label-key-held_up = रुके हुए
label-key-attention = ध्यान चाहिए
label-key-is_filled = पूरी प्रति आ चुकी है
label-key-drifts = फ़र्क़ मिले
label-key-last_complete_at = पिछली बार पूरा सिंक
label-key-lease = खुलने की अवधि
label-key-days = दिन
label-key-until = कब तक
label-key-is_open = खुलता है
label-key-state = स्थिति
label-key-person = व्यक्ति
label-key-label = नाम
label-key-seen_at = पिछली बार दिखा
label-key-signed_in_at = कब साइन इन किया
label-key-is_this = यही डिवाइस
label-key-is_revoked = बंद किया गया
label-key-wipe = प्रति हटाने का आदेश
label-key-device = डिवाइस की आईडी
label-key-handed_in = सौंपे गए आदेश
label-key-rows = पंक्तियाँ
label-key-pages = पृष्ठ
label-key-files_sent = भेजी फ़ाइलें
label-key-bytes_sent = भेजे बाइट
label-key-files_fetched = आई फ़ाइलें
label-key-bytes_fetched = आए बाइट
label-key-files_absent = सर्वर पर न मिली फ़ाइलें
label-key-started_over = फिर से शुरू हुआ
label-key-healthy = सब ठीक है
label-key-checks = जाँचें
label-key-ok = ठीक
label-key-detail = ब्योरा
label-key-advice = सलाह
label-key-repaired = सुधारे गए
label-key-is_on = चालू है
label-key-since = कब से
label-key-recovery_left = बचे हुए वापसी-कोड
label-key-outcome = परिणाम
label-key-command = आदेश
label-key-undoable = वापस लिया जा सकता है
label-key-lead = लीड
label-key-address = पता
label-key-asked = माँगा गया
label-key-sent_to = किसे भेजा
label-key-secret = गुप्त कोड
label-key-codes = कोड
label-key-day = दिन
label-key-error = त्रुटि
label-key-kept_as = किस नाम से रखा
label-key-unreadable = जो पढ़ा नहीं गया
label-key-reason = कारण
label-key-at = कब
label-key-builds_on = किस पर बना
label-key-title = शीर्षक
label-key-sentence = क्या हुआ
label-key-message = संदेश
label-value-state-up_to_date = सब ताज़ा है
label-value-state-waiting = सौंपने को बाक़ी है
label-value-state-needs_attention = ध्यान चाहिए
label-value-state-filling = प्रति भर रही है
label-value-state-signed_out = साइन आउट
label-value-state-revoked = बंद किया गया
label-value-protection-keychain = कीचेन
label-value-protection-passphrase = पासफ़्रेज़
label-value-protection-none = कोई नहीं
label-value-role-replica = प्रति: अंतिम निर्णय सर्वर का है
label-value-role-server = सर्वर: अपने डिवाइसों के लिए यही प्रति निर्णायक है
label-value-role-stand-alone = अकेली: यही प्रति निर्णायक है
