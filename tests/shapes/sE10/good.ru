# Allowed: a curator's judgement with a note.
DELETE DATA { pgd:fact-base-operator pg:assertionBasis pgc:basis-explicit } ;
INSERT DATA { pgd:fact-base-operator pg:assertionBasis pgc:basis-curator ; skos:editorialNote "Our reading."@en }
