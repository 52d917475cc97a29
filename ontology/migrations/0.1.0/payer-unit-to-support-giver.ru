#+ title_zh: 把弃用的 pg:payerUnit 改为 pg:supportGiver
#+ title_en: Data that use the deprecated pg:payerUnit get pg:supportGiver instead
PREFIX pg: <https://w3id.org/parkgraph/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE { ?measure pg:payerUnit ?unit } INSERT { ?measure pg:supportGiver ?unit } WHERE { ?measure pg:payerUnit ?unit } ;
DELETE { ?fact rdf:predicate pg:payerUnit } INSERT { ?fact rdf:predicate pg:supportGiver } WHERE { ?fact rdf:predicate pg:payerUnit } ;
DELETE { GRAPH ?graph { ?measure pg:payerUnit ?unit } } INSERT { GRAPH ?graph { ?measure pg:supportGiver ?unit } }
WHERE { GRAPH ?graph { ?measure pg:payerUnit ?unit } } ;
DELETE { GRAPH ?graph { ?fact rdf:predicate pg:payerUnit } } INSERT { GRAPH ?graph { ?fact rdf:predicate pg:supportGiver } }
WHERE { GRAPH ?graph { ?fact rdf:predicate pg:payerUnit } }
