"""Lower floor: who promised what. Parties, people, catalogue of figures, agreements, targets, audit."""
