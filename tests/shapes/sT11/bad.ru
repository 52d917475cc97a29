# Broken: two siblings have one number, one number is left out, and a criterion is part of its own part.
DELETE DATA { pgd:criterion-base-talent pg:ordinal 2 . pgd:fact-base-designation-2 pg:ordinal 2 } ;
INSERT DATA {
  pgd:criterion-base-talent pg:ordinal 1 .
  pgd:fact-base-designation-2 pg:ordinal 3 .
  pgd:criterion-base-scale pg:subCriterionOf pgd:criterion-base-revenue .
}
