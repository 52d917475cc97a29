# Broken: a misspelt property, a misspelt class and a misspelt concept.
INSERT DATA {
  pgd:park-baishi pg:lokatedIn pgd:division-990200 .
  pgd:park-new a pg:Parc ; pg:isRegistered true .
} ;
DELETE DATA { pgd:policy-base-plan pg:genre pgc:genre-plan } ;
INSERT DATA { pgd:policy-base-plan pg:genre pgc:genre-plann }
