# Lo que en Ecuador se dice de otra manera que en es.ftl.

-specialist = un asesor
-hold = manténgase en línea
