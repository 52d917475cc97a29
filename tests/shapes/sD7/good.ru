# Allowed: a period of one year, where the title tells none.
DELETE DATA { pgd:policy-base-action pg:planPeriodStartYear 2019 } ;
INSERT DATA { pgd:policy-base-action pg:planPeriodStartYear 2022 }
