# Broken: a computed assertion names no rule, only a note.
DELETE DATA { pgd:fact-base-nanpu-province pg:inferredByRule pgr:location-is-transitive } ;
INSERT DATA { pgd:fact-base-nanpu-province skos:editorialNote "Worked out by hand."@en }
