# Lo que oye quien llama, en el español que comparten todos los países de la región.
#
# Los archivos es-XX.ftl cambian solo lo que en ese país se dice de otra manera.
# Los términos (-press, -hash…) se escriben una vez y cambian todos los mensajes que los usan.
# Después de -press va el nombre de la tecla: "marque 1". Los valores ($value, $number, $hours…)
# llegan ya en palabras.
#
# Atributos: .again   no hubo respuesta: recordatorio corto
#            .help    no entendimos: explica la forma esperada
#            .confirm lee en voz alta lo recibido, en $value
#            .offer   la frase entera de una opción, donde "Para X, marque N" no suena natural
#            .says    frases con las que se puede elegir la opción, separadas por comas
#            .shown   cómo se escribe en pantalla, donde no se escribe como se dice

-carrier = Lumen
-press = marque
-enter = ingrese
-hash = numeral
-star = asterisco
-specialist = un especialista
-ticket = número de ticket
-hold = permanezca en línea
-holiday = feriado

## Saludos

greeting-support = Soporte técnico de { -carrier }. Gracias por comunicarse.
greeting-billing = Facturación de { -carrier }. Gracias por comunicarse.
greeting-switchboard = { -carrier }. Gracias por comunicarse.
unknown-number = Gracias por comunicarse con { -carrier }. Le comunicamos con { -specialist }.
language-offer = Para español, { -press } 9.
    .twice = Para español, { -press } 9 dos veces.

## Menús

option = Para { $label }, { -press } { $key }.
no-input = Estas son las opciones.
no-input-fuller = Puede elegir con el teclado del teléfono. Si lo prefiere, { -press } 0 y le atenderá { -specialist }.
no-match = No reconocimos esa opción.
no-match-fuller = Seguimos sin reconocer la opción. Elija una de las que siguen o, para hablar con { -specialist }, { -press } 0.

## Opciones

data-voice-internet = datos, voz e internet
network-management = gestión de red
data-center-security-cloud = deita sénter, seguridad y nube
    .shown = data center, seguridad y nube
managed-voice-video-cdn-vyvx = voz gerenciada, videoconferencia gerenciada, colaboración de video avanzada, ce de ene o vivex
    .shown = voz gerenciada, videoconferencia gerenciada, colaboración de video avanzada, CDN o Vyvx
data-voice-cdn = datos, voz y ce de ene
    .shown = datos, voz y CDN
nm-managed-voice-video = gestión de red, voz gerenciada, video gerenciado o colaboración de video avanzada
managed-voice-video = voz gerenciada, video gerenciado o colaboración de video avanzada
vyvx = vivex
    .shown = Vyvx
other-requests = facturación, cambios, pedidos y otras consultas
changes-and-orders = cambios, pedidos y otras consultas
billing-and-portal = facturación y acceso al portal
change-of-service = un cambio en su servicio
an-order = un pedido en curso
a-person = hablar con una persona
invoice-question = una consulta sobre su factura
    .says = factura, consulta, consulta de factura, duda de la factura, cobro
dispute-or-credit = objetar un cobro o pedir un crédito
    .says = crédito, nota de crédito, disputa, objetar, cobro indebido, cobro equivocado
portal-access = el acceso al portal
    .says = portal, acceso, acceso al portal, clave, contraseña, no puedo entrar
billing-data = cambiar sus datos de facturación
    .says = datos, datos de facturación, cambiar datos, cambio de datos, razón social
technical-support = soporte técnico
leave-message = dejar un mensaje
be-called-back = que le llamemos
report-outage = reportar que está sin servicio

## Reporte de una falla

incident-intro = Unas preguntas breves y le atenderá { -specialist }. Para pasar sin responderlas, { -press } 0.
short-form-intro = Unas preguntas breves sobre su solicitud. Para pasar sin responderlas, { -press } 0.

incident-severity = ¿Cómo está el servicio?
    .again = Díganos cómo está el servicio.
    .help = Elija con el teclado, o diga: sin servicio, con fallas, o funciona bien.
out-of-service = sin servicio
    .offer = Si está sin servicio, { -press } { $key }.
    .says = sin servicio, no funciona, no hay servicio, no tengo servicio, no tenemos servicio, caído, caída, caída total, corte, cortado
service-affected = funciona con fallas
    .offer = Si funciona con fallas, { -press } { $key }.
    .says = con fallas, falla, fallas, lento, lentitud, intermitente, intermitencia, se corta, degradado
not-affected = funciona y es una consulta
    .offer = Si funciona y llama por otra razón, { -press } { $key }.
    .says = funciona bien, no está afectado, todo bien, una consulta, otra razón, otro motivo

incident-circuit-id = Por favor, { -enter } el identificador del circuito y termine con { -hash }. Si tiene letras, dígalo. Si no lo tiene a mano, { -press } solo { -hash }.
    .again = El identificador del circuito, con el teclado o de viva voz. Si no lo tiene, { -press } { -hash }.
    .help = Tiene entre cuatro y veinte letras o números y está en su factura o en el correo de activación. Dígalo carácter por carácter. Sin él, { -press } { -hash }; para { -specialist }, { -star } 0.
    .confirm = Anotamos el circuito { $value }.

ask-callback = ¿Podemos llamarle al número que termina en { $tail }? Si es así, { -press } 1; para darnos otro, { -press } 2.
    .again = Para que le llamemos al número que termina en { $tail }, { -press } 1; a otro, { -press } 2.
    .help = Necesitamos un número para devolverle la llamada. El que termina en { $tail }, { -press } 1. Otro número, { -press } 2.
ask-callback-new = Por favor, { -enter } el número al que podemos llamarle, con el código de área, y termine con { -hash }.
    .again = El número de teléfono con código de área; al final, { -hash }.
    .help = Son los dígitos que se marcan para llamarle, con el código de área. Al final, { -hash }. Para { -specialist }, { -star } 0.
    .confirm = Anotamos el teléfono { $value }.
ask-contact = Después de esta frase, diga el nombre de la persona con quien debemos comunicarnos.
    .again = Diga el nombre de la persona de contacto. Para continuar sin él, { -press } { -hash }.
    .help = Diga el nombre y el apellido de quien puede responder por el servicio. Para continuar sin darlos, { -press } { -hash }.

incident-since = ¿Desde cuándo ocurre?
    .again = Díganos desde cuándo ocurre.
    .help = Elija con el teclado, o diga: menos de una hora, hoy, o antes.
less-than-an-hour = menos de una hora
    .offer = Si es desde hace menos de una hora, { -press } { $key }.
    .says = menos de una hora, recién, ahora mismo, hace un momento, hace minutos
today = hoy
    .offer = Si es desde hoy, más temprano, { -press } { $key }.
    .says = hoy, esta mañana, esta tarde, hace unas horas
earlier = antes de hoy
    .offer = Si viene de antes, { -press } { $key }.
    .says = antes, antes de hoy, ayer, hace días, hace varios días, la semana pasada

incident-description = Describa la falla con sus palabras, hasta un minuto. Al terminar, { -press } { -hash } o quede en silencio.
    .again = Díganos qué ocurre con el servicio.
    .help = Por ejemplo: qué dejó de funcionar y en qué sede. Al terminar, { -press } { -hash } o quede en silencio.

site-open-now = ¿Se puede entrar ahora al lugar donde está el equipo?
    .again = ¿Se puede entrar ahora al lugar?
    .help = Si hiciera falta una visita, necesitamos saber si hay acceso ahora al lugar. Responda sí o no.
yes-no = Si la respuesta es sí, { -press } 1; si es no, { -press } 2.

## Facturación

billing-topic = ¿Sobre qué es su consulta?
    .again = Díganos sobre qué es su consulta.
    .help = Elija con el teclado, o diga: factura, crédito, portal, o datos de facturación.
billing-cutoff-next-invoice = El cambio de datos pedido hasta el día quince se verá en su próxima factura.
billing-cutoff-following-invoice = El cambio de datos pedido después del día quince se verá en la factura siguiente a la próxima.
billing-account = Por favor, { -enter } su número de cuenta y termine con { -hash }. Si no lo tiene a mano, { -press } solo { -hash }.
    .again = Su número de cuenta; al final, { -hash }. Si no lo tiene, { -press } solo { -hash }.
    .help = Tiene entre cuatro y quince dígitos y está en la parte superior de su factura. Puede decirlos uno por uno. Para { -specialist }, { -star } 0.
    .confirm = Anotamos la cuenta { $value }.
billing-description = Cuéntenos su consulta, hasta un minuto. Al terminar, { -press } { -hash } o quede en silencio.
    .again = Díganos en qué podemos ayudarle.
    .help = Por ejemplo: el mes de la factura y qué desea revisar. Al terminar, { -press } { -hash } o quede en silencio.

## Cambios en el servicio

change-circuit-id = Por favor, { -enter } el identificador del circuito que desea cambiar y termine con { -hash }. Si tiene letras, dígalo. Si no lo tiene a mano, { -press } solo { -hash }.
    .again = El identificador del circuito, con el teclado o de viva voz. Si no lo tiene, { -press } { -hash }.
    .help = Tiene entre cuatro y veinte letras o números y está en su factura o en el correo de activación. Dígalo carácter por carácter. Sin él, { -press } { -hash }; para { -specialist }, { -star } 0.
    .confirm = Anotamos el circuito { $value }.
change-kind = ¿Qué desea cambiar?
    .again = Díganos qué desea cambiar.
    .help = Elija con el teclado, o diga el tema; por ejemplo: rutas, direcciones, o calidad de servicio.
bgp-sessions = sesiones be ge pe
    .shown = sesiones BGP
    .says = be ge pe, BGP, sesiones, sesión, sesiones BGP
routes-and-networks = rutas o redes nuevas
    .says = rutas, ruta, redes, red, enrutamiento, red nueva
ip-addresses = direcciones i pe
    .shown = direcciones IP
    .says = direcciones, dirección, i pe, IP, direcciones IP
quality-of-service = calidad de servicio
    .says = calidad, calidad de servicio, QoS
equipment-functions = funciones del equipo
    .says = equipo, funciones, funciones del equipo, DHCP, SNMP, router
change-locations = ¿En cuántas sedes es el cambio? Con el teclado, { -enter } un número de uno a diez y { -press } { -hash }.
    .again = El número de sedes, de uno a diez; al final, { -hash }.
    .help = Cada solicitud admite hasta diez sedes. Con el teclado, { -enter } cuántas son y { -press } { -hash }; para { -specialist }, { -star } 0.
change-description = Describa el cambio que necesita, hasta un minuto. Al terminar, { -press } { -hash } o quede en silencio.
    .again = Díganos qué cambio necesita.
    .help = Por ejemplo: qué valor hay hoy, cuál necesita y desde qué fecha. Al terminar, { -press } { -hash } o quede en silencio.

## Pedidos

order-order-number = Por favor, { -enter } el número de su pedido y termine con { -hash }. Si tiene letras, dígalo. Si no lo tiene a mano, { -press } solo { -hash }.
    .again = El número de pedido, con el teclado o de viva voz. Si no lo tiene, { -press } { -hash }.
    .help = Tiene entre cuatro y veinte letras o números y está en el correo que confirma el pedido. Dígalo carácter por carácter. Sin él, { -press } { -hash }; para { -specialist }, { -star } 0.
    .confirm = Anotamos el pedido { $value }.
order-description = Díganos qué necesita saber de su pedido, hasta un minuto. Al terminar, { -press } { -hash } o quede en silencio.
    .again = Díganos en qué podemos ayudarle con el pedido.
    .help = Por ejemplo: la fecha de entrega o la visita de instalación. Al terminar, { -press } { -hash } o quede en silencio.

## Mensaje, datos y grabación

message-message = Después del tono, deje su mensaje, de hasta dos minutos. Al terminar, { -press } { -hash }.
    .again = Puede dejar su mensaje después del tono.
    .help = Diga su nombre, su empresa y el motivo de la llamada después del tono. Al terminar, { -press } { -hash }.
confirm-keys = Si es correcto, { -press } 1; para darlo otra vez, { -press } 2.
skip-field = Seguimos sin ese dato.
privacy-speech = Lo que usted diga se transcribe para atender su caso; si prefiere, use el teclado. El aviso de privacidad está en el sitio web de { -carrier }.
consent-recording = ¿Permite que { -carrier } grabe su descripción, solo para atender este caso? Si lo permite, { -press } 1; para seguir sin grabación, { -press } 2. El aviso de privacidad está en nuestro sitio web.
    .again = Para permitir la grabación, { -press } 1; para seguir sin ella, { -press } 2.
    .help = Le atenderemos igual si prefiere que no se grabe. Con grabación, { -press } 1; sin grabación, { -press } 2.
consent-recording-announce = { -carrier } grabará su descripción, solo para atender este caso. Si prefiere que no se grabe, { -press } 2. El aviso de privacidad está en nuestro sitio web.
recording-start = Hable después del tono y, al terminar, { -press } { -hash }.

## Número de ticket

ticket-number = Su { -ticket } es { $number }.
ticket-again = Para oírlo otra vez, { -press } 1; para continuar, { -press } 2 o espere.
ticket-pending = Sus datos quedaron guardados. Le daremos el { -ticket } en cuanto le atendamos.
kept-without-number = Sus datos quedaron guardados, aunque por ahora no podemos darle un número.
details-not-taken = En este momento no podemos registrar los datos por este medio. Se los pedirá la persona que le atienda.
details-kept = Lo que nos dijo ya está en manos de quien le atenderá.

## Colas

queue-data = el equipo de datos, voz e internet
    .shown = Datos, voz e internet
queue-nm = el equipo de gestión de red
    .shown = Gestión de red
queue-data-center = el equipo de deita sénter, seguridad y nube
    .shown = Data center, seguridad y nube
queue-vyvx = el equipo de vivex y servicios de video
    .shown = Vyvx y video
queue-billing = el equipo de facturación
    .shown = Facturación
queue-changes = el equipo de cambios de servicio
    .shown = Cambios de servicio
queue-orders = el equipo de pedidos
    .shown = Pedidos
queue-reception = la recepción
    .shown = Recepción
queue-announce = Le comunicamos con { $queue }.

## Espera

wait-position = { $position ->
    [1] Su llamada es la próxima.
   *[other] Su llamada está en el lugar { $position }.
}
wait-no-position = Su llamada sigue en espera.
wait-keys = Para que le llamemos sin perder su lugar, { -press } 1; para dejar un mensaje, { -press } 2; para oír su lugar, { -star }.
wait-1 = Seguimos buscando quien le atienda.
wait-2 = Por favor, { -hold }. Conserva su lugar.
wait-3 = Todavía no se libera nadie del equipo. Su lugar sigue guardado.
wait-offer = La espera va a ser más larga. Si lo prefiere, le llamamos sin que pierda su lugar: { -press } 1. Para dejar un mensaje, { -press } 2. Para seguir en espera, no haga nada.

## Fuera de horario o sin nadie disponible

closed = A esta hora no atiende { $queue }. El horario es { $hours }.
closed-holiday = Hoy es { -holiday }, { $holiday }, y no atiende { $queue }.
closed-public-holiday = Hoy es { -holiday } y no atiende { $queue }.
queue-is-closed = Por ahora no atiende { $queue }.
reopens = Volvemos a atender { $day_and_time }, { $zone }.
nobody-signed-in = En este momento no hay nadie disponible en ese equipo.
queue-is-full = En este momento hay demasiadas llamadas en espera.
unanswered = Por ahora no logramos comunicarle.

## Por qué está cerrado: se elige con `ivr queues close … --reason`, o en closures.yaml

closed-by-storm = Nuestras oficinas están cerradas por la tormenta.
closed-by-power-cut = Nuestras oficinas están sin energía eléctrica.
closed-for-safety = Por seguridad, tuvimos que dejar nuestras oficinas.
closed-company-day = Hoy no se trabaja en nuestra empresa.
closed-early = Hoy cerramos más temprano.
closed-year-end = Nuestras oficinas están cerradas por las fiestas de fin de año.

## Cierre

message-stored = Recibimos su mensaje. Su { -ticket } es { $number }.
callback-stored = Le devolveremos la llamada. Su { -ticket } es { $number }.
goodbye = Gracias por comunicarse con { -carrier }. Hasta luego.
service-failure = Nuestro sistema tiene una falla. Le comunicamos con una persona.

## Lo que oye quien toma la llamada

whisper = Llamada de { $country }, para { $queue }.
whisper-ticket = Ticket { $number }.
whisper-urgent = Es urgente.
whisper-caller-language = La llamada es en { $spoken ->
    [pt] portugués
    [en] inglés
   *[es] español
}.
whisper-accept = Para tomarla, { -press } 1.
