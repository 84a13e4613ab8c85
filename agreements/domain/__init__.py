"""Pure core of the lower floor: no Django beyond choices, no database, no clock."""
