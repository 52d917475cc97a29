# Broken: a cohort without programme and year, and a programme without a policy.
INSERT DATA {
  pgd:cohort-new a pg:Cohort ; skos:prefLabel "又一批次"@zh ; pg:isRegistered true .
  pgd:scheme-new a pg:Programme ; skos:prefLabel "云海上云计划"@zh ; pg:isRegistered true .
}
