# Searches texts by an index: terms are weighed by how rare they are, and queries may exclude with a minus.
require "json"

struct Document
  include JSON::Serializable

  getter title : String
  getter text : String
end

class Index
  record Hit, document : Document, score : Float64

  @postings = Hash(String, Hash(Int32, Int32)).new { |hash, term| hash[term] = Hash(Int32, Int32).new(0) }
  @documents = [] of Document

  def <<(document : Document) : self
    terms(document.text) { |term| @postings[term][@documents.size] += 1 }
    @documents << document
    self
  end

  def search(query : String) : Array(Hit)
    excluded, wanted = query.split.partition &.starts_with?('-')
    scores = Hash(Int32, Float64).new(0.0)
    wanted.each do |term|
      matching = @postings.fetch(term, nil) || next
      rarity = Math.log(1 + @documents.size / matching.size)
      matching.each { |id, count| scores[id] += count * rarity }
    end
    excluded.each { |term| @postings.fetch(term[1..], nil).try &.each_key { |id| scores.delete(id) } }
    scores.map { |id, score| Hit.new(@documents[id], score) }.sort_by! { |hit| {-hit.score, hit.document.title} }
  end

  private def terms(text : String, &)
    text.downcase.scan(/\p{L}+/) { |match| yield match[0] }
  end
end

index = Index.new
Array(Document).from_json(gets.not_nil!).each { |document| index << document }

while query = gets
  hits = index.search(query)
  found = hits.empty? ? "nothing" : hits.join(", ") { |hit| "%s (%.2f)" % {hit.document.title, hit.score} }
  puts "#{query}: #{found}"
end
