// SharedList: a list that copies share until one of them changes it. A device keeps the pack as it
// was read and another as its site shows it; what differs is a dozen values, what is alike are
// thousands of texts.
//
// Any thread may read one; whoever changes one has it alone.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace kiosk {

template <typename Item>
class SharedList {
 public:
  using value_type = Item;
  using const_iterator = typename std::vector<Item>::const_iterator;

  SharedList() = default;
  explicit SharedList(std::vector<Item> items)
      : m_items(std::make_shared<std::vector<Item>>(std::move(items))) {}
  // Copied even where it could be moved: what is left behind is a list still.
  SharedList(const SharedList&) = default;
  SharedList& operator=(const SharedList&) = default;
  ~SharedList() = default;

  [[nodiscard]] const_iterator begin() const { return m_items->begin(); }
  [[nodiscard]] const_iterator end() const { return m_items->end(); }
  [[nodiscard]] std::size_t size() const { return m_items->size(); }
  [[nodiscard]] bool empty() const { return m_items->empty(); }
  [[nodiscard]] const Item& operator[](std::size_t i) const { return (*m_items)[i]; }
  [[nodiscard]] const Item& front() const { return m_items->front(); }
  [[nodiscard]] const Item& back() const { return m_items->back(); }

  // To be changed: where others share it, it becomes a list of its own first.
  [[nodiscard]] std::vector<Item>& own() {
    if (m_items.use_count() > 1) m_items = std::make_shared<std::vector<Item>>(*m_items);
    return *m_items;
  }

 private:
  std::shared_ptr<std::vector<Item>> m_items = std::make_shared<std::vector<Item>>();
};

}  // namespace kiosk
