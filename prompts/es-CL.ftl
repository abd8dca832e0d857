# Lo que en Chile se dice de otra manera que en es.ftl.

-hash = la tecla gato
-specialist = un ejecutivo
-hold = manténgase en línea
