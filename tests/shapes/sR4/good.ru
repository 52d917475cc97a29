# Allowed: a waiver holds up to the very day of the data version.
DELETE WHERE { <https://w3id.org/parkgraph/issue/base> pg:expiresOn ?day } ;
INSERT DATA { <https://w3id.org/parkgraph/issue/base> pg:expiresOn "2020-03-31"^^xsd:date }
