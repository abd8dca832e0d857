# Lo que en Panamá se dice de otra manera que en es.ftl.

-press = presione
-specialist = un agente
-ticket = número de caso
-hold = manténgase en línea
-holiday = día feriado
