#+ title_zh: 把 pg:supportGiver 改回弃用的 pg:payerUnit，供仍按旧词查询的程序使用
#+ title_en: Data go back from pg:supportGiver to the deprecated pg:payerUnit, for programs that still ask for the old term
PREFIX pg: <https://w3id.org/parkgraph/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { ?measure pg:supportGiver ?unit } INSERT { ?measure pg:payerUnit ?unit } WHERE { ?measure pg:supportGiver ?unit } ;
DELETE { ?fact rdf:predicate pg:supportGiver } INSERT { ?fact rdf:predicate pg:payerUnit } WHERE { ?fact rdf:predicate pg:supportGiver } ;
DELETE { GRAPH ?graph { ?measure pg:supportGiver ?unit } } INSERT { GRAPH ?graph { ?measure pg:payerUnit ?unit } }
WHERE { GRAPH ?graph { ?measure pg:supportGiver ?unit } } ;
DELETE { GRAPH ?graph { ?fact rdf:predicate pg:supportGiver } } INSERT { GRAPH ?graph { ?fact rdf:predicate pg:payerUnit } }
WHERE { GRAPH ?graph { ?fact rdf:predicate pg:supportGiver } }
