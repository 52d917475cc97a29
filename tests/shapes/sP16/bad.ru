# Broken: an entry belongs to another cohort than its list.
INSERT DATA {
  pgd:cohort-new a pg:Cohort ; skos:prefLabel "2021年批次"@zh ; pg:isRegistered true ; pg:cohortOf pgd:scheme-base ; pg:cohortYear 2021 .
} ;
DELETE DATA { pgd:fact-base-designation-2 pg:inCohort pgd:cohort-base } ;
INSERT DATA { pgd:fact-base-designation-2 pg:inCohort pgd:cohort-new }
