# Compiler flags of all targets, and the libraries, which come from Debian 12.
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# No -DNDEBUG in release builds: the asserts check the invariants of the rounds.
set(CMAKE_C_FLAGS_RELEASE "-O2 -g")
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g")
# Lines and functions of stack traces only: with all of -g each of 250 test programs is five times as
# large. For a debugger: cmake --preset test -DDUBAN_DEBUG_INFO=-g
set(DUBAN_DEBUG_INFO -g1 CACHE STRING "debug information of a Debug build")
set(CMAKE_C_FLAGS_DEBUG "-O1 ${DUBAN_DEBUG_INFO} -fno-omit-frame-pointer")

add_library(duban_flags INTERFACE)
target_compile_options(duban_flags INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
  -Wimplicit-fallthrough -Wvla -Werror -fno-common -fstack-protector-strong)
target_compile_definitions(duban_flags INTERFACE _GNU_SOURCE DUBAN_VERSION="${PROJECT_VERSION}")
target_include_directories(duban_flags INTERFACE
  ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/daemon ${CMAKE_SOURCE_DIR}/client/include
  ${CMAKE_BINARY_DIR} ${CMAKE_BINARY_DIR}/proto)

if(DUBAN_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()
# More than 200 tests, each with the whole daemon, are linked: lld takes less than half the time of
# the default linker. It would export the bounds of the sections of proto/section.h from libduban.
find_program(LLD ld.lld)
if(DUBAN_TESTS AND LLD)
  add_link_options(-fuse-ld=lld -Wl,-z,start-stop-visibility=hidden)
endif()
if(CMAKE_C_COMPILER_ID STREQUAL "Clang" AND DUBAN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_package(PkgConfig REQUIRED)
foreach(lib libzmq lmdb libprotobuf-c libsystemd libcrypto inih libsodium)
  string(TOUPPER ${lib} up)
  string(REPLACE "-" "_" up ${up})
  pkg_check_modules(${up} REQUIRED IMPORTED_TARGET ${lib})
endforeach()
# CMake takes the "-isystem" of libzmq's .pc file for a folder at the first run and for a flag at later ones:
# the second cmake would build the clients again. Their own headers are all that is needed.
set_target_properties(PkgConfig::LIBZMQ PROPERTIES INTERFACE_COMPILE_OPTIONS ""
  INTERFACE_INCLUDE_DIRECTORIES "${LIBZMQ_INCLUDEDIR}")
find_library(CSV_LIBRARY csv REQUIRED)
find_library(UNISTRING_LIBRARY unistring REQUIRED) # dubanctl only
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter) # dubanctl only
pkg_check_modules(ZIP REQUIRED IMPORTED_TARGET libzip)            # dubanctl only
pkg_check_modules(LIBCURL REQUIRED IMPORTED_TARGET libcurl)       # duban-notify only
pkg_check_modules(LIBIDN2 REQUIRED IMPORTED_TARGET libidn2)       # duban-notify only
pkg_check_modules(LIBMICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd) # duban-notify only
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)           # dubanctl only
find_package(Threads REQUIRED)
