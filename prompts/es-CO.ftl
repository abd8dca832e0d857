# Lo que en Colombia se dice de otra manera que en es.ftl.

-enter = digite
-specialist = un asesor
-ticket = número de caso
-holiday = festivo
