# O que ouve quem liga, no português do Brasil. As regras estão no início de es.ftl.
#
# A voz é feminina: agradece com "obrigada".

-carrier = Lumen
-press = digite
-enter = digite
-hash = jogo da velha
-star = asterisco
-specialist = um especialista
-ticket = número do chamado
-hold = aguarde na linha
-holiday = feriado

## Saudações

greeting-support = Suporte técnico da { -carrier }. Obrigada por ligar.
greeting-billing = Faturamento da { -carrier }. Obrigada por ligar.
greeting-switchboard = { -carrier }. Obrigada por ligar.
unknown-number = Obrigada por ligar para a { -carrier }. Vou transferir a ligação para { -specialist }.
language-offer = Para português, { -press } 9.
    .twice = Para português, { -press } 9 duas vezes.

## Menus

option = Para { $label }, { -press } { $key }.
no-input = As opções são estas.
no-input-fuller = Você pode escolher pelo teclado do telefone. Se preferir, { -press } 0 para falar com { -specialist }.
no-match = Não reconhecemos essa opção.
no-match-fuller = Ainda não reconhecemos a opção. Escolha uma das que vai ouvir ou, para falar com { -specialist }, { -press } 0.

## Opções

data-voice-internet = dados, voz e internet
network-management = gerenciamento de rede
data-center-security-cloud = deita cênter, segurança e nuvem
    .shown = data center, segurança e nuvem
managed-voice-video-cdn-vyvx = voz gerenciada, videoconferência gerenciada, colaboração de vídeo avançada, cê dê ene ou vivex
    .shown = voz gerenciada, videoconferência gerenciada, colaboração de vídeo avançada, CDN ou Vyvx
data-voice-cdn = dados, voz e cê dê ene
    .shown = dados, voz e CDN
nm-managed-voice-video = gerenciamento de rede, voz gerenciada, vídeo gerenciado ou colaboração de vídeo avançada
managed-voice-video = voz gerenciada, vídeo gerenciado ou colaboração de vídeo avançada
vyvx = vivex
    .shown = Vyvx
other-requests = faturamento, mudanças, pedidos e outros assuntos
changes-and-orders = mudanças, pedidos e outros assuntos
billing-and-portal = faturamento e acesso ao portal
change-of-service = mudança no seu serviço
an-order = um pedido em andamento
a-person = falar com uma pessoa
invoice-question = dúvidas sobre a fatura
    .says = fatura, dúvida, dúvidas, dúvida da fatura, cobrança
dispute-or-credit = questionar uma cobrança ou pedir crédito
    .says = crédito, nota de crédito, contestação, contestar, questionar, cobrança indevida, cobrança errada
portal-access = acesso ao portal
    .says = portal, acesso, acesso ao portal, senha, não consigo entrar
billing-data = alterar seus dados de faturamento
    .says = dados, dados de faturamento, alterar dados, alteração de dados, razão social
technical-support = suporte técnico
leave-message = deixar um recado
be-called-back = receber uma ligação de retorno
report-outage = informar que está sem serviço

## Registro de uma falha

incident-intro = São poucas perguntas antes de falar com { -specialist }. Para pular as perguntas, { -press } 0.
short-form-intro = São poucas perguntas sobre a sua solicitação. Para pular as perguntas, { -press } 0.

incident-severity = Como está o serviço?
    .again = Diga como está o serviço.
    .help = Escolha pelo teclado ou diga: sem serviço, com falhas, ou funcionando bem.
out-of-service = sem serviço
    .offer = Se está sem serviço, { -press } { $key }.
    .says = sem serviço, não funciona, parou, fora do ar, caiu, queda, queda total, indisponível
service-affected = funciona com falhas
    .offer = Se funciona com falhas, { -press } { $key }.
    .says = com falhas, falha, falhas, lento, lentidão, instável, instabilidade, intermitente, intermitência, oscilando
not-affected = funciona e é uma dúvida
    .offer = Se funciona e o assunto é outro, { -press } { $key }.
    .says = funciona bem, funcionando bem, não foi afetado, tudo bem, uma dúvida, outro assunto, outro motivo

incident-circuit-id = Por favor, { -enter } a designação do circuito e termine com { -hash }. Se tiver letras, fale. Se não tiver em mãos, { -press } só { -hash }.
    .again = A designação do circuito, pelo teclado ou por voz. Se não tiver, { -press } { -hash }.
    .help = São de quatro a vinte letras ou números e estão na fatura ou no e-mail de ativação. Fale um de cada vez. Sem ela, { -press } { -hash }; para falar com { -specialist }, { -star } 0.
    .confirm = Anotamos o circuito { $value }.

ask-callback = Podemos ligar para o número com final { $tail }? Se sim, { -press } 1; para informar outro, { -press } 2.
    .again = Para o retorno no número com final { $tail }, { -press } 1; em outro número, { -press } 2.
    .help = Precisamos de um número para o retorno. Com final { $tail }, { -press } 1. Outro número, { -press } 2.
ask-callback-new = Por favor, { -enter } o telefone para o retorno, com o código de área, e termine com { -hash }.
    .again = O telefone com código de área; no final, { -hash }.
    .help = São os dígitos que discamos para falar com você, com o código de área. No final, { -hash }. Para falar com { -specialist }, { -star } 0.
    .confirm = Anotamos o telefone { $value }.
ask-contact = Depois desta frase, diga o nome da pessoa com quem devemos falar.
    .again = Diga o nome da pessoa de contato. Para continuar sem ele, { -press } { -hash }.
    .help = Diga o nome e o sobrenome de quem pode falar sobre o serviço. Para continuar sem informar, { -press } { -hash }.

incident-since = Desde quando acontece?
    .again = Diga desde quando acontece.
    .help = Escolha pelo teclado ou diga: menos de uma hora, hoje, ou antes.
less-than-an-hour = menos de uma hora
    .offer = Se faz menos de uma hora, { -press } { $key }.
    .says = menos de uma hora, agora, agora mesmo, há pouco, faz minutos
today = hoje
    .offer = Se começou hoje, mais cedo, { -press } { $key }.
    .says = hoje, hoje cedo, esta manhã, esta tarde, faz algumas horas
earlier = antes de hoje
    .offer = Se já vem de antes, { -press } { $key }.
    .says = antes, antes de hoje, ontem, faz dias, há dias, há vários dias, semana passada

incident-description = Descreva a falha com as suas palavras, em até um minuto. Quando terminar, { -press } { -hash } ou fique em silêncio.
    .again = Diga o que acontece com o serviço.
    .help = Por exemplo: o que parou de funcionar e em qual unidade. Quando terminar, { -press } { -hash } ou fique em silêncio.

site-open-now = Dá para entrar agora no local onde está o equipamento?
    .again = Dá para entrar agora no local?
    .help = Se for preciso uma visita, precisamos saber se há acesso ao local agora. Responda sim ou não.
yes-no = Se a resposta for sim, { -press } 1; se for não, { -press } 2.

## Faturamento

billing-topic = Qual é o assunto?
    .again = Diga qual é o assunto.
    .help = Escolha pelo teclado ou diga: fatura, crédito, portal, ou dados de faturamento.
billing-cutoff-next-invoice = A alteração de dados pedida até o dia quinze aparece já na próxima fatura.
billing-cutoff-following-invoice = A alteração de dados pedida depois do dia quinze aparece na fatura seguinte à próxima.
billing-account = Por favor, { -enter } o número da conta e termine com { -hash }. Se não tiver em mãos, { -press } só { -hash }.
    .again = O número da conta; no final, { -hash }. Se não tiver, { -press } só { -hash }.
    .help = São de quatro a quinze dígitos e estão no alto da fatura. Pode falar um de cada vez. Para falar com { -specialist }, { -star } 0.
    .confirm = Anotamos a conta { $value }.
billing-description = Conte o que precisa, em até um minuto. Quando terminar, { -press } { -hash } ou fique em silêncio.
    .again = Diga como podemos ajudar.
    .help = Por exemplo: o mês da fatura e o que deseja revisar. Quando terminar, { -press } { -hash } ou fique em silêncio.

## Mudanças no serviço

change-circuit-id = Por favor, { -enter } a designação do circuito que deseja mudar e termine com { -hash }. Se tiver letras, fale. Se não tiver em mãos, { -press } só { -hash }.
    .again = A designação do circuito, pelo teclado ou por voz. Se não tiver, { -press } { -hash }.
    .help = São de quatro a vinte letras ou números e estão na fatura ou no e-mail de ativação. Fale um de cada vez. Sem ela, { -press } { -hash }; para falar com { -specialist }, { -star } 0.
    .confirm = Anotamos o circuito { $value }.
change-kind = O que deseja mudar?
    .again = Diga o que deseja mudar.
    .help = Escolha pelo teclado ou diga o assunto; por exemplo: rotas, endereços, ou qualidade de serviço.
bgp-sessions = sessões bê gê pê
    .shown = sessões BGP
    .says = bê gê pê, BGP, sessões, sessão, sessões BGP
routes-and-networks = rotas ou redes novas
    .says = rotas, rota, redes, rede, roteamento, rede nova
ip-addresses = endereços i pê
    .shown = endereços IP
    .says = endereços, endereço, i pê, IP, endereços IP
quality-of-service = qualidade de serviço
    .says = qualidade, qualidade de serviço, qualidade do serviço, QoS
equipment-functions = funções do equipamento
    .says = equipamento, funções, funções do equipamento, DHCP, SNMP, roteador
change-locations = Em quantas unidades é a mudança? Pelo teclado, { -enter } um número de um a dez e depois { -hash }.
    .again = O número de unidades, de um a dez; no final, { -hash }.
    .help = Cada solicitação aceita até dez unidades. Pelo teclado, { -enter } quantas são e depois { -hash }; para falar com { -specialist }, { -star } 0.
change-description = Descreva a mudança de que precisa, em até um minuto. Quando terminar, { -press } { -hash } ou fique em silêncio.
    .again = Diga qual mudança é necessária.
    .help = Por exemplo: o valor de hoje, o valor desejado e a partir de que data. Quando terminar, { -press } { -hash } ou fique em silêncio.

## Pedidos

order-order-number = Por favor, { -enter } o número do pedido e termine com { -hash }. Se tiver letras, fale. Se não tiver em mãos, { -press } só { -hash }.
    .again = O número do pedido, pelo teclado ou por voz. Se não tiver, { -press } { -hash }.
    .help = São de quatro a vinte letras ou números e estão no e-mail que confirma o pedido. Fale um de cada vez. Sem ele, { -press } { -hash }; para falar com { -specialist }, { -star } 0.
    .confirm = Anotamos o pedido { $value }.
order-description = Diga o que precisa saber do pedido, em até um minuto. Quando terminar, { -press } { -hash } ou fique em silêncio.
    .again = Diga como podemos ajudar com o pedido.
    .help = Por exemplo: a data de entrega ou a visita de instalação. Quando terminar, { -press } { -hash } ou fique em silêncio.

## Recado, dados e gravação

message-message = Depois do sinal, deixe o seu recado, de até dois minutos. Quando terminar, { -press } { -hash }.
    .again = Pode deixar o recado depois do sinal.
    .help = Diga o seu nome, a empresa e o motivo da ligação depois do sinal. Quando terminar, { -press } { -hash }.
confirm-keys = Se está certo, { -press } 1; para informar de novo, { -press } 2.
skip-field = Vamos seguir sem esse dado.
privacy-speech = O que você falar será transcrito para o atendimento; se preferir, use o teclado. O aviso de privacidade está no site da { -carrier }.
consent-recording = A { -carrier } pode gravar a sua descrição, só para este atendimento? Se permitir, { -press } 1; para seguir sem gravação, { -press } 2. O aviso de privacidade está no nosso site.
    .again = Para permitir a gravação, { -press } 1; para seguir sem ela, { -press } 2.
    .help = O atendimento continua mesmo sem gravação. Com gravação, { -press } 1; sem gravação, { -press } 2.
consent-recording-announce = A { -carrier } vai gravar a sua descrição, só para este atendimento. Se preferir que não seja gravada, { -press } 2. O aviso de privacidade está no nosso site.
recording-start = Fale depois do sinal e, quando terminar, { -press } { -hash }.

## Número do chamado

ticket-number = O { -ticket } é { $number }.
ticket-again = Para ouvir de novo, { -press } 1; para continuar, { -press } 2 ou aguarde.
ticket-pending = Os seus dados foram guardados. O { -ticket } será informado no atendimento.
kept-without-number = Os seus dados ficaram guardados, mas agora não conseguimos informar um número.
details-not-taken = No momento não conseguimos registrar os dados por aqui. Quem atender vai pedir essas informações.
details-kept = O que você informou já está com quem vai atender.

## Filas

queue-data = a equipe de dados, voz e internet
    .shown = Dados, voz e internet
queue-nm = a equipe de gerenciamento de rede
    .shown = Gerenciamento de rede
queue-data-center = a equipe de deita cênter, segurança e nuvem
    .shown = Data center, segurança e nuvem
queue-vyvx = a equipe de vivex e serviços de vídeo
    .shown = Vyvx e vídeo
queue-billing = a equipe de faturamento
    .shown = Faturamento
queue-changes = a equipe de mudanças de serviço
    .shown = Mudanças de serviço
queue-orders = a equipe de pedidos
    .shown = Pedidos
queue-reception = a recepção
    .shown = Recepção
queue-announce = Você vai falar com { $queue }.

## Espera

wait-position = { $position ->
    [1] A sua ligação é a próxima.
   *[other] A sua ligação está na posição { $position }.
}
wait-no-position = A sua ligação continua na fila.
wait-keys = Para receber o retorno sem perder o seu lugar, { -press } 1; para deixar um recado, { -press } 2; para ouvir a sua posição, { -star }.
wait-1 = Ainda estamos procurando quem possa atender.
wait-2 = Por favor, { -hold }. O seu lugar está guardado.
wait-3 = A equipe continua em outras ligações. Você não perdeu o seu lugar.
wait-offer = A espera vai ser mais longa. Se preferir, ligamos para você sem que perca o seu lugar: { -press } 1. Para deixar um recado, { -press } 2. Para continuar na fila, não precisa fazer nada.

## Fora do horário ou sem ninguém disponível

closed = Neste horário não atende { $queue }. O atendimento é { $hours }.
closed-holiday = Hoje é { -holiday }, { $holiday }, e não atende { $queue }.
closed-public-holiday = Hoje é { -holiday } e não atende { $queue }.
queue-is-closed = No momento não atende { $queue }.
reopens = Voltamos a atender { $day_and_time }, { $zone }.
nobody-signed-in = No momento não há ninguém disponível nessa equipe.
queue-is-full = No momento há ligações demais na fila.
unanswered = Por enquanto não conseguimos completar a transferência.

## Por que está fechado

closed-by-storm = Nossos escritórios estão fechados por causa da tempestade.
closed-by-power-cut = Nossos escritórios estão sem energia elétrica.
closed-for-safety = Por segurança, tivemos que deixar nossos escritórios.
closed-company-day = Hoje não há expediente na nossa empresa.
closed-early = Hoje fechamos mais cedo.
closed-year-end = Nossos escritórios estão fechados para as festas de fim de ano.

## Encerramento

message-stored = Recebemos o seu recado. O { -ticket } é { $number }.
callback-stored = Vamos retornar a sua ligação. O { -ticket } é { $number }.
goodbye = Obrigada por ligar para a { -carrier }. Até logo.
service-failure = O nosso sistema está com uma falha. Vou transferir a ligação para uma pessoa.

## O que ouve quem atende

whisper = Ligação de { $country }, para { $queue }.
whisper-ticket = Chamado { $number }.
whisper-urgent = É urgente.
whisper-caller-language = A ligação é em { $spoken ->
    [es] espanhol
    [en] inglês
   *[pt] português
}.
whisper-accept = Para atender, { -press } 1.
