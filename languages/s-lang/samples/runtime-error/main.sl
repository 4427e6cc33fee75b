message ("before");
message (undefined_name);
message ("after");
