"""Pure core of the upper floor: figures in, figures out; no Django beyond choices, no database, no clock."""
