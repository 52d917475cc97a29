# Allowed: a property that may have two values has two.
INSERT DATA { pgd:park-nanpu pg:mentionedIn pgd:span-base-275-279 , pgd:span-base-127-133 }
