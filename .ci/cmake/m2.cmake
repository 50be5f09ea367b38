# Targets by layer. One interface target carries language level, warnings and sanitizers; nothing is global.

option(M2_WERROR "Warnings are errors" OFF)
set(M2_SANITIZE "" CACHE STRING "Comma separated list for -fsanitize=")
option(M2_PRECOMPILE "Headers that nearly every source includes are compiled once" ON)
option(M2_UNITY "Sources of one target are compiled eight at a time" OFF)
option(M2_FUZZ "Build the libFuzzer targets (clang only)" OFF)

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_UNITY_BUILD ${M2_UNITY})  # half the time of a whole build; one changed source costs eight
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(M2_CCACHE ccache)
if(M2_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${M2_CCACHE})
endif()

find_program(M2_MOLD mold)  # links in a tenth of the time

# A precompiled header that a compiler cache kept is older than the system headers of a machine set up later; they are the same.
set(M2_PCH_OPTIONS $<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>)

add_library(m2_flags INTERFACE)
target_compile_features(m2_flags INTERFACE cxx_std_20)
target_compile_options(m2_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
# g++ 12 sees overlapping copies in every "literal" + std::string once it optimises (GCC bug 105651); clang never does.
target_compile_options(m2_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(M2_UNITY)  # g++ takes every source but the first of a unit for a header, in which an anonymous namespace would be a mistake
  target_compile_options(m2_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
target_include_directories(m2_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_link_options(m2_flags INTERFACE -Wl,--as-needed)  # what a program does not use is not loaded when it starts
if(M2_MOLD)
  target_link_options(m2_flags INTERFACE -fuse-ld=mold)
endif()
if(M2_WERROR)
  target_compile_options(m2_flags INTERFACE -Werror)
endif()
if(M2_SANITIZE)
  target_compile_options(m2_flags INTERFACE -fsanitize=${M2_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
    -fsanitize-ignorelist=${PROJECT_SOURCE_DIR}/.ci/sanitizers.ignore)  # the presets build with clang
  target_link_options(m2_flags INTERFACE -fsanitize=${M2_SANITIZE})
endif()
if(M2_FUZZ)
  target_compile_options(m2_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# m2_library(NAME SOURCES … USES … PRIVATE …)
#   USES     the layers below that its headers may include; public
#   PRIVATE  a third-party library that only its sources include
function(m2_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;PRIVATE" ${ARGN})
  add_library(m2_${name} STATIC ${ARG_SOURCES})
  add_library(m2::${name} ALIAS m2_${name})
  target_link_libraries(m2_${name} PUBLIC m2_flags ${ARG_USES} PRIVATE ${ARG_PRIVATE})
  m2_precompile(m2_${name})
endfunction()

# What nearly every source includes is compiled once, and reused. It hides an #include that is missing, and from an optimising
# g++ 12 that a header is the system's, whose warnings are silent: the presets `gcc` and `release` compile without it.
function(m2_precompile target)
  if(NOT M2_PRECOMPILE)
    return()
  endif()
  if(NOT TARGET m2_headers)
    find_package(fmt REQUIRED)
    add_library(m2_headers STATIC ${PROJECT_SOURCE_DIR}/.ci/cmake/headers.cpp)
    target_link_libraries(m2_headers PRIVATE m2_flags fmt::fmt)
    target_precompile_headers(m2_headers PRIVATE <algorithm> <array> <cstdint> <filesystem> <functional> <map> <memory> <optional>
                              <set> <span> <string> <string_view> <utility> <vector> <fmt/format.h>)
    target_compile_options(m2_headers PRIVATE ${M2_PCH_OPTIONS})
  endif()
  target_precompile_headers(${target} REUSE_FROM m2_headers)
  target_compile_options(${target} PRIVATE ${M2_PCH_OPTIONS})
endfunction()

# m2_embed(TARGET FILES HEADER MACRO): the files are a part of the program. HEADER holds each as MACRO("name", "its text"), in the order
# of their names, and is made anew when one of them changes.
function(m2_embed target pattern header macro)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${pattern})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set(texts "")
  foreach(file ${files})
    get_filename_component(name ${file} NAME_WE)
    file(READ ${file} text)
    string(APPEND texts "${macro}(\"${name}\", R\"page(${text})page\")\n")
  endforeach()
  file(CONFIGURE OUTPUT generated/${header} CONTENT "${texts}" @ONLY)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/generated)
endfunction()

# m2_test(NAME SOURCES … USES … [LABELS …]): one Catch2 executable; its header is compiled once for all of them.
function(m2_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LABELS" ${ARGN})
  add_executable(${name}_test ${ARG_SOURCES})
  target_link_libraries(${name}_test PRIVATE m2_flags m2_test_main ${ARG_USES})
  target_precompile_headers(${name}_test REUSE_FROM m2_test_main)
  target_compile_definitions(${name}_test PRIVATE M2_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name}_test)
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}")
endfunction()

# m2_fuzz(NAME SOURCE USES … RUNS N CORPUS DIR…): a libFuzzer target where the compiler has one; its smoke run is a test.
function(m2_fuzz name)
  cmake_parse_arguments(ARG "" "SOURCE;RUNS" "USES;CORPUS" ${ARGN})
  if(NOT M2_FUZZ)
    return()
  endif()
  add_executable(fuzz_${name} ${ARG_SOURCE})
  target_link_libraries(fuzz_${name} PRIVATE m2_flags ${ARG_USES})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  add_test(NAME fuzz_${name} COMMAND ${PROJECT_SOURCE_DIR}/.ci/fuzz-smoke $<TARGET_FILE:fuzz_${name}> ${ARG_RUNS} ${ARG_CORPUS})
  set_tests_properties(fuzz_${name} PROPERTIES LABELS "fuzz")
endfunction()
