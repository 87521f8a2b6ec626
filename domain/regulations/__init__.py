"""What the law asks of awards, as dated data: parameters, rules, days off. Chosen by the day that is judged."""
