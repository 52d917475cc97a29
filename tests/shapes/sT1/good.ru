# Allowed: the target year is the first of the plan period.
DELETE DATA { pgd:target-base pg:targetYear 2022 } ;
INSERT DATA { pgd:target-base pg:targetYear 2019 }
