# Broken: a reference to an id that is not defined, a thing without a class, and an id that is not registered.
INSERT DATA {
  pgd:park-baishi pg:mentionedIn pgd:span-base-missing .
  pgd:park-ghost skos:prefLabel "幽园"@zh ; pg:isRegistered true .
  pgd:park-new a pg:Park ; skos:prefLabel "新园"@zh .
}
