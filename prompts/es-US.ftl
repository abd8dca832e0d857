# Lo que en los Estados Unidos se dice de otra manera que en es.ftl.

-press = oprima
-specialist = un representante
-ticket = número de caso
-holiday = día feriado
