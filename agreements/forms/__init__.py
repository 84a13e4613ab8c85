"""Forms of the lower floor: what people type and send becomes values, or a German sentence at the field."""
