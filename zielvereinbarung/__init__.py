"""The roof: settings, addresses, navigation. It only switches on the light."""
