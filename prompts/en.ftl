# What a caller hears in English. The rules are at the top of es.ftl.
#
# This is also what is spoken where another language lacks a prompt.

-carrier = Lumen
-press = press
-enter = enter
-hash = pound
-star = star
-specialist = a specialist
-ticket = ticket number
-hold = stay on the line
-holiday = holiday

## Greetings

greeting-support = { -carrier } technical support. Thank you for calling.
greeting-billing = { -carrier } billing. Thank you for calling.
greeting-switchboard = { -carrier }. Thank you for calling.
unknown-number = Thank you for calling { -carrier }. We are connecting you with { -specialist }.
language-offer = For English, { -press } 9.
    .twice = For English, { -press } 9 twice.

## Menus

option = For { $label }, { -press } { $key }.
no-input = Here are the options.
no-input-fuller = You can choose with your phone's keypad. If you prefer, { -press } 0 to talk with { -specialist }.
no-match = We did not recognize that option.
no-match-fuller = We still did not recognize the option. Choose one of the following, or to talk with { -specialist }, { -press } 0.

## Options

data-voice-internet = data, voice and internet
network-management = network management
data-center-security-cloud = data center, security and cloud
managed-voice-video-cdn-vyvx = managed voice, managed video conferencing, enhanced video collaboration, C D N or viv-ex
    .shown = managed voice, managed video conferencing, enhanced video collaboration, CDN or Vyvx
data-voice-cdn = data, voice and C D N
    .shown = data, voice and CDN
nm-managed-voice-video = network management, managed voice, managed video or enhanced video collaboration
managed-voice-video = managed voice, managed video or enhanced video collaboration
vyvx = viv-ex
    .shown = Vyvx
other-requests = billing, changes, orders and other requests
changes-and-orders = changes, orders and other requests
billing-and-portal = billing and portal access
change-of-service = a change to your service
an-order = an order in progress
a-person = talking with a person
    .offer = To talk with a person, { -press } { $key }.
invoice-question = a question about your invoice
    .says = invoice, bill, question, invoice question, charge
dispute-or-credit = a disputed charge or a credit
    .says = credit, dispute, wrong charge, disputed charge
portal-access = access to the portal
    .says = portal, access, password, cannot sign in, cannot log in
billing-data = a change of billing details
    .says = details, billing details, change details, company name
technical-support = technical support
leave-message = leaving a message
    .offer = To leave a message, { -press } { $key }.
be-called-back = a call back
report-outage = an outage
    .offer = To report an outage, { -press } { $key }.

## Reporting a fault

incident-intro = A few quick questions, and then { -specialist }. To skip the questions, { -press } 0.
short-form-intro = A few quick questions about your request. To skip the questions, { -press } 0.

incident-severity = How is the service?
    .again = Tell us how the service is.
    .help = Choose on the keypad, or say: no service, having problems, or working fine.
out-of-service = no service
    .offer = If there is no service, { -press } { $key }.
    .says = no service, out of service, down, it is down, not working, dead, outage
service-affected = working with problems
    .offer = If it works with problems, { -press } { $key }.
    .says = problems, having problems, slow, intermittent, dropping, degraded
not-affected = working, with a question
    .offer = If it works and you are calling about something else, { -press } { $key }.
    .says = working fine, not affected, fine, just a question, something else

incident-circuit-id = Please { -enter } the circuit ID, then { -press } { -hash }. If it has letters, say it. If you do not have it at hand, just { -press } { -hash }.
    .again = The circuit ID, on the keypad or by voice. If you do not have it, { -press } { -hash }.
    .help = It has four to twenty letters or digits, and it is on your invoice or in the activation e-mail. Say it one character at a time. Without it, { -press } { -hash }; for { -specialist }, { -star } 0.
    .confirm = We have circuit { $value }.

ask-callback = May we call you at the number ending in { $tail }? If so, { -press } 1; to give another, { -press } 2.
    .again = To be called at the number ending in { $tail }, { -press } 1; at another number, { -press } 2.
    .help = We need a number to call you back. For the one ending in { $tail }, { -press } 1. For another number, { -press } 2.
ask-callback-new = Please { -enter } the number where we can call you, with the area code, then { -press } { -hash }.
    .again = The phone number with area code; at the end, { -hash }.
    .help = These are the digits we dial to reach you, with the area code. At the end, { -press } { -hash }. For { -specialist }, { -star } 0.
    .confirm = We have the number { $value }.
ask-contact = After this sentence, say the name of the person we should contact.
    .again = Say the name of the contact person. To go on without it, { -press } { -hash }.
    .help = Say the first and last name of someone who can speak about the service. To go on without them, { -press } { -hash }.

incident-since = Since when has it been happening?
    .again = Tell us when it started.
    .help = Choose on the keypad, or say: less than an hour, today, or earlier.
less-than-an-hour = less than an hour
    .offer = If it started less than an hour ago, { -press } { $key }.
    .says = less than an hour, just now, right now, minutes ago, a few minutes
today = today
    .offer = If it started earlier today, { -press } { $key }.
    .says = today, this morning, this afternoon, hours ago, a few hours
earlier = before today
    .offer = If it started before today, { -press } { $key }.
    .says = earlier, before, before today, yesterday, days ago, last week

incident-description = Describe the fault in your own words, for up to a minute. When you finish, { -press } { -hash } or stay silent.
    .again = Tell us what is happening with the service.
    .help = For example: what stopped working, and at which site. When you finish, { -press } { -hash } or stay silent.

site-open-now = Can someone enter the place where the equipment is right now?
    .again = Can someone enter the place right now?
    .help = In case a visit is needed, we need to know whether the site can be entered now. Answer yes or no.
yes-no = If the answer is yes, { -press } 1; if it is no, { -press } 2.

## Billing

billing-topic = What is your question about?
    .again = Tell us what your question is about.
    .help = Choose on the keypad, or say: invoice, credit, portal, or billing details.
billing-cutoff-next-invoice = A change of details requested up to the fifteenth shows on your next invoice.
billing-cutoff-following-invoice = A change of details requested after the fifteenth shows on the invoice after the next one.
billing-account = Please { -enter } your account number, then { -press } { -hash }. If you do not have it at hand, just { -press } { -hash }.
    .again = Your account number; at the end, { -hash }. If you do not have it, just { -press } { -hash }.
    .help = It has four to fifteen digits and is at the top of your invoice. You may say them one by one. For { -specialist }, { -star } 0.
    .confirm = We have account { $value }.
billing-description = Tell us what you need, for up to a minute. When you finish, { -press } { -hash } or stay silent.
    .again = Tell us how we can help.
    .help = For example: the month of the invoice and what to review. When you finish, { -press } { -hash } or stay silent.

## Changes to the service

change-circuit-id = Please { -enter } the ID of the circuit to change, then { -press } { -hash }. If it has letters, say it. If you do not have it at hand, just { -press } { -hash }.
    .again = The circuit ID, on the keypad or by voice. If you do not have it, { -press } { -hash }.
    .help = It has four to twenty letters or digits, and it is on your invoice or in the activation e-mail. Say it one character at a time. Without it, { -press } { -hash }; for { -specialist }, { -star } 0.
    .confirm = We have circuit { $value }.
change-kind = What would you like to change?
    .again = Tell us what you would like to change.
    .help = Choose on the keypad, or say the subject; for example: routes, addresses, or quality of service.
bgp-sessions = B G P sessions
    .shown = BGP sessions
    .says = B G P, BGP, sessions, session, BGP sessions
routes-and-networks = routes or new networks
    .says = routes, route, networks, network, routing, new network
ip-addresses = I P addresses
    .shown = IP addresses
    .says = addresses, address, I P, IP, IP addresses
quality-of-service = quality of service
    .says = quality, quality of service, QoS
equipment-functions = equipment functions
    .says = equipment, functions, equipment functions, DHCP, SNMP, router
change-locations = How many sites is it for? On the keypad, { -enter } a number from one to ten, then { -press } { -hash }.
    .again = The number of sites, from one to ten; at the end, { -hash }.
    .help = Each request takes up to ten sites. On the keypad, { -enter } how many there are, then { -press } { -hash }; for { -specialist }, { -star } 0.
change-description = Describe the change you need, for up to a minute. When you finish, { -press } { -hash } or stay silent.
    .again = Tell us what change you need.
    .help = For example: today's value, the one you need, and from what date. When you finish, { -press } { -hash } or stay silent.

## Orders

order-order-number = Please { -enter } your order number, then { -press } { -hash }. If it has letters, say it. If you do not have it at hand, just { -press } { -hash }.
    .again = The order number, on the keypad or by voice. If you do not have it, { -press } { -hash }.
    .help = It has four to twenty letters or digits, and it is in the e-mail that confirms the order. Say it one character at a time. Without it, { -press } { -hash }; for { -specialist }, { -star } 0.
    .confirm = We have order { $value }.
order-description = Tell us what you need to know about your order, for up to a minute. When you finish, { -press } { -hash } or stay silent.
    .again = Tell us how we can help with the order.
    .help = For example: the delivery date or the installation visit. When you finish, { -press } { -hash } or stay silent.

## Message, details and recording

message-message = After the tone, leave your message, up to two minutes long. When you finish, { -press } { -hash }.
    .again = You may leave your message after the tone.
    .help = Say your name, your company and the reason for the call after the tone. When you finish, { -press } { -hash }.
confirm-keys = If that is correct, { -press } 1; to give it again, { -press } 2.
skip-field = Let's go on without it.
privacy-speech = What you say is transcribed to handle your case; if you prefer, use the keypad. The privacy notice is on the { -carrier } website.
consent-recording = May { -carrier } record your description, only to handle this case? To allow it, { -press } 1; to go on without a recording, { -press } 2. The privacy notice is on our website.
    .again = To allow the recording, { -press } 1; to go on without it, { -press } 2.
    .help = You get the same help without a recording. To record, { -press } 1; not to record, { -press } 2.
consent-recording-announce = { -carrier } will record your description, only to handle this case. If you prefer not to be recorded, { -press } 2. The privacy notice is on our website.
recording-start = Speak after the tone and, when you finish, { -press } { -hash }.

## Ticket number

ticket-number = Your { -ticket } is { $number }.
ticket-again = To hear it again, { -press } 1; to go on, { -press } 2 or wait.
ticket-pending = Your details were kept. You will get your { -ticket } when the call is answered.
kept-without-number = Your details are kept, although we cannot give you a number right now.
details-not-taken = We cannot take your details this way at the moment. The person who answers will ask for them.
details-kept = What you told us is already with the person who will help you.

## Queues

queue-data = the data, voice and internet team
    .shown = Data, voice and internet
queue-nm = the network management team
    .shown = Network management
queue-data-center = the data center, security and cloud team
    .shown = Data center, security and cloud
queue-vyvx = the viv-ex and video services team
    .shown = Vyvx and video
queue-billing = the billing team
    .shown = Billing
queue-changes = the service changes team
    .shown = Service changes
queue-orders = the orders team
    .shown = Orders
queue-reception = the front desk
    .shown = Front desk
queue-announce = We are connecting you with { $queue }.

## Waiting

wait-position = { $position ->
    [1] Your call is next.
   *[other] Your call is number { $position } in line.
}
wait-no-position = Your call is still in line.
wait-keys = To be called back without losing your place, { -press } 1; to leave a message, { -press } 2; to hear your place in line, { -star }.
wait-1 = We are still looking for someone to take your call.
wait-2 = Please { -hold }. Your place is kept.
wait-3 = The team is still on other calls. You have not lost your place.
wait-offer = The wait will be longer. If you prefer, we will call you back without your losing your place: { -press } 1. To leave a message, { -press } 2. To stay in line, there is nothing to do.

## Closed, or nobody available

closed = At this hour we cannot reach { $queue }. The hours are { $hours }.
closed-holiday = Today is a { -holiday }, { $holiday }, and we cannot reach { $queue }.
closed-public-holiday = Today is a { -holiday } and we cannot reach { $queue }.
queue-is-closed = At the moment we cannot reach { $queue }.
reopens = We are open again { $day_and_time }, { $zone }.
nobody-signed-in = At the moment nobody on that team is available.
queue-is-full = At the moment too many calls are waiting.
unanswered = For now we could not connect you.

## Why it is closed

closed-by-storm = Our offices are closed because of the storm.
closed-by-power-cut = Our offices are without power.
closed-for-safety = For safety, we had to leave our offices.
closed-company-day = Today is a day off at our company.
closed-early = Today we close early.
closed-year-end = Our offices are closed for the end of the year.

## Goodbye

message-stored = We have your message. Your { -ticket } is { $number }.
callback-stored = We will call you back. Your { -ticket } is { $number }.
goodbye = Thank you for calling { -carrier }. Goodbye.
service-failure = Our system has a fault. We are connecting you with a person.

## What the person who takes the call hears

whisper = Call from { $country }, for { $queue }.
whisper-ticket = Ticket { $number }.
whisper-urgent = It is urgent.
whisper-caller-language = The call is in { $spoken ->
    [es] Spanish
    [pt] Portuguese
   *[en] English
}.
whisper-accept = To take it, { -press } 1.
