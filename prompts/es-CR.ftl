# Lo que en Costa Rica se dice de otra manera que en es.ftl.

-enter = digite
-specialist = un agente
-ticket = número de caso
-hold = no cuelgue
