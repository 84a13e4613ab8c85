"""Forms of the upper floor: what people type, send and upload becomes values, or a German sentence at the field."""
