# Broken: a standard that names nothing, and one for a tier that is no award.
INSERT DATA {
  pgd:subsidy-new a pg:SubsidyStandard ; skos:prefLabel "另一奖补"@zh ; pg:isRegistered true ; pg:forProgramme pgd:scheme-base ;
    pg:asOf "2020-03-05"^^xsd:date ; pg:asOfPrecision pgc:precision-day ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 .
} ;
DELETE DATA { pgd:subsidy-base-growth pg:subsidyFor pgc:tier-growth } ;
INSERT DATA { pgd:subsidy-base-growth pg:subsidyFor pgc:tier-registry }
