# Lo que en Argentina se dice de otra manera que en es.ftl.

-specialist = un representante
-hold = aguarde en línea
