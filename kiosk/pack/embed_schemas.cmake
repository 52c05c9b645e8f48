# Writes the schemas as C++ arrays and a table of them, for schemas.cpp to include.
# As bytes, because compilers need not take string literals above 64 KiB. Called by
# CMakeLists.txt with -DSCHEMAS=<all *.schema.json> -DOUTPUT=<file>.
if(NOT SCHEMAS)
  message(FATAL_ERROR "No schemas: content/schema and assets/schema are empty.")
endif()

set(arrays "")
set(table "")
foreach(schema IN LISTS SCHEMAS)
  get_filename_component(file "${schema}" NAME)
  string(REPLACE ".schema.json" "" name "${file}")
  string(MAKE_C_IDENTIFIER "schema_${name}" array)
  # Read as hexadecimal: CMake's own lists would trip over the semicolons and brackets of JSON.
  file(READ "${schema}" bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(APPEND arrays "constexpr unsigned char ${array}[] = {${bytes}};\n")
  string(APPEND table "    {\"${name}\", ${array}, sizeof(${array})},\n")
endforeach()

file(WRITE "${OUTPUT}" "// Made from content/schema/ and assets/schema/ by kiosk/pack/embed_schemas.cmake.\n"
  "${arrays}constexpr EmbeddedSchema kEmbeddedSchemas[] = {\n${table}};\n")
