#pragma once
// SmallVector: a vector whose first elements need no memory of their own. For lists of which there
// are thousands, nearly all as short as that: a copy of those costs no allocation.
//
//   SmallVector<Interval, 1> days = {{0, 29}};   // as std::vector, with what its users need of it
//   days.push_back({60, 89});

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <utility>

namespace m2 {

/// For small types that cost nothing to copy or to make.
template <class T, std::size_t kFew>
class SmallVector {
 public:
  using value_type = T;
  using size_type = std::size_t;
  using difference_type = std::ptrdiff_t;
  using reference = T&;
  using const_reference = const T&;
  using iterator = T*;
  using const_iterator = const T*;

  SmallVector() = default;
  SmallVector(std::initializer_list<T> items) { append(items.begin(), items.end()); }
  SmallVector(const SmallVector& other) { append(other.begin(), other.end()); }
  SmallVector(SmallVector&& other) noexcept
      : few_(other.few_),
        many_(std::move(other.many_)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, kFew)) {}
  SmallVector& operator=(const SmallVector& other) {
    if (this == &other) return *this;
    clear();
    append(other.begin(), other.end());
    return *this;
  }
  SmallVector& operator=(SmallVector&& other) noexcept {
    few_ = other.few_;
    many_ = std::move(other.many_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, kFew);
    return *this;
  }
  ~SmallVector() = default;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] T* data() { return many_ == nullptr ? few_.data() : many_.get(); }
  [[nodiscard]] const T* data() const { return many_ == nullptr ? few_.data() : many_.get(); }
  [[nodiscard]] T* begin() { return data(); }
  [[nodiscard]] T* end() { return data() + size_; }
  [[nodiscard]] const T* begin() const { return data(); }
  [[nodiscard]] const T* end() const { return data() + size_; }
  [[nodiscard]] auto rbegin() const { return std::make_reverse_iterator(end()); }
  [[nodiscard]] auto rend() const { return std::make_reverse_iterator(begin()); }
  [[nodiscard]] T& operator[](std::size_t index) { return data()[index]; }
  [[nodiscard]] const T& operator[](std::size_t index) const { return data()[index]; }
  [[nodiscard]] T& front() { return *begin(); }
  [[nodiscard]] const T& front() const { return *begin(); }
  [[nodiscard]] T& back() { return end()[-1]; }
  [[nodiscard]] const T& back() const { return end()[-1]; }

  void push_back(T item) {
    make_room(size_ + 1);
    data()[size_++] = item;
  }
  /// `first` to `last` are no elements of this vector.
  template <class Iterator>
  void append(Iterator first, Iterator last) {
    make_room(size_ + static_cast<std::size_t>(std::distance(first, last)));
    size_ = static_cast<std::uint32_t>(std::copy(first, last, end()) - data());
  }
  void clear() { size_ = 0; }
  template <class Predicate>
  friend void erase_if(SmallVector& items, Predicate predicate) {
    const T* const kept = std::remove_if(items.begin(), items.end(), predicate);
    items.size_ = static_cast<std::uint32_t>(kept - items.data());
  }

  friend bool operator==(const SmallVector& a, const SmallVector& b) {
    return a.size_ == b.size_ && std::equal(a.begin(), a.end(), b.begin());
  }

 private:
  void make_room(std::size_t wanted) {
    if (wanted <= capacity_) return;
    const std::size_t capacity = std::max(wanted, std::size_t{capacity_} * 2);
    auto larger = std::make_unique<T[]>(capacity);
    std::copy(begin(), end(), larger.get());
    many_ = std::move(larger);
    capacity_ = static_cast<std::uint32_t>(capacity);
  }

  std::array<T, kFew> few_{};
  std::unique_ptr<T[]> many_;  // null: all are among the few
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = kFew;
};

}  // namespace m2
