// The mini-program. The engine starts with the page that needs it.
App({});
