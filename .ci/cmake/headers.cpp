// A library needs a source; what m2_headers is for are its precompiled headers (m2.cmake).
