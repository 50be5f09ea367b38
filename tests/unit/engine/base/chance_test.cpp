#include "engine/base/chance.h"

#include <catch2/catch.hpp>
#include <set>

using namespace m2;

SCENARIO("a seed gives the published numbers of splitmix64 on every machine") {
  Chance chance(1234567);
  CHECK(chance.next() == 6457827717110365317U);
  CHECK(chance.next() == 3203168211198807973U);
  CHECK(chance.next() == 9817491932198370423U);
}

SCENARIO("numbers stay between their ends and reach both") {
  Chance chance(7);
  std::set<std::int64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(chance.between(-2, 3));
  CHECK(seen == std::set<std::int64_t>{-2, -1, 0, 1, 2, 3});
  std::size_t hits = 0;
  for (int i = 0; i < 10'000; ++i) hits += chance.in_hundred(30) ? 1 : 0;
  CHECK(hits > 2'700);
  CHECK(hits < 3'300);
}

SCENARIO("a branch is its own sequence, and drawing from one does not move the other") {
  Chance root(7);
  Chance first = root.branch(1);
  CHECK(root.branch(2).next() != first.next());
  first.next();
  CHECK(Chance(7).next() == root.next());
  CHECK(Chance(7).branch(1).next() == Chance(7).branch(1).next());
  CHECK(Chance(7).branch(1).next() != Chance(8).branch(1).next());
}
