# Allowed: the name on the list holds it, though the label does not.
DELETE DATA { pgd:fact-base-beiyuan pg:assertionBasis pgc:basis-explicit . pgd:fact-base-candidacy-2 pg:listedAs "北原电商中心"@zh } ;
INSERT DATA {
  pgd:fact-base-beiyuan pg:assertionBasis pgc:basis-derivedFromName ; pg:inferredByRule pgr:place-named-in-name .
  pgd:fact-base-candidacy-2 pg:listedAs "青泽市南浦软件园、北原电商中心"@zh ; pg:evidencedBy pgd:span-base-118-133 .
}
