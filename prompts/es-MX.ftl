# Lo que en México se dice de otra manera que en es.ftl.

-press = oprima
-hash = la tecla gato
-specialist = un asesor
-ticket = número de folio
-hold = permanezca en la línea
-holiday = día festivo
