# Broken: both reasons of a waiver are in one language.
DELETE DATA { <https://w3id.org/parkgraph/issue/base> pg:reason "The text does not tell whether the centre is the park or a body."@en } ;
INSERT DATA { <https://w3id.org/parkgraph/issue/base> pg:reason "再说一遍。"@zh }
