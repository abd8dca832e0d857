# Lo que en Venezuela se dice de otra manera que en es.ftl.

-ticket = número de reporte
-hold = manténgase en línea
