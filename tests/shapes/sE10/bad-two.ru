# Broken: a fact has two bases.
INSERT DATA { pgd:fact-base-operator pg:assertionBasis pgc:basis-external ; skos:editorialNote "Known from elsewhere."@en }
