#include "dsl/grammar.h"

#include <tao/pegtl/contrib/analyze.hpp>

SCENARIO("no rule of the grammar can loop without reading anything") {
  using namespace m2::dsl;
  CHECK(tao::pegtl::analyze<grammar::PresetFile>() == 0);
  CHECK(tao::pegtl::analyze<grammar::LibraryFile>() == 0);
  CHECK(tao::pegtl::analyze<grammar::RulesFile>() == 0);
  CHECK(tao::pegtl::analyze<grammar::ShapeFile>() == 0);
  CHECK(tao::pegtl::analyze<grammar::Inquiry>() == 0);
}
