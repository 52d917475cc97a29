# Allowed: a township below a county, without a code.
INSERT DATA {
  pgd:division-town a pg:AdministrativeDivision ; skos:prefLabel "南浦镇"@zh ; pg:isRegistered true ;
    pg:divisionLevel pgc:level-township ; pg:divisionParent pgd:division-990102 .
}
