% Ranks pages by the links between them: the largest eigenvector of a Markov chain, found three ways.
1;

function transitions = chain(links, pages)
  % Column j holds the chances of going on from page j; a page without links leads anywhere.
  transitions = accumarray(fliplr(links), 1, [pages pages]);
  out = sum(transitions);
  transitions(:, out == 0) = 1;
  transitions = transitions ./ sum(transitions);
end

function [ranks, rounds] = power_method(transitions, tolerance)
  pages = rows(transitions);
  ranks = ones(pages, 1) / pages;
  rounds = 0;
  do
    before = ranks;
    ranks = transitions * ranks;
    rounds++;
  until norm(ranks - before, 1) < tolerance
end

function ranks = by_eigenvector(transitions)
  [vectors, values] = eig(transitions);
  [~, largest] = max(real(diag(values)));
  ranks = real(vectors(:, largest));
  ranks /= sum(ranks);
end

function ranks = by_equations(transitions)
  % (A - I) x = 0, with sum(x) = 1 in place of one row that the others imply.
  pages = rows(transitions);
  system = transitions - eye(pages);
  system(end, :) = 1;
  ranks = system \ [zeros(pages - 1, 1); 1];
end

names = {"home", "news", "shop", "help"};
links = [1 2; 1 3; 1 4; 2 1; 2 3; 3 1; 4 1; 4 3];
damping = 0.85;

transitions = damping * chain(links, 4) + (1 - damping) / 4;
[ranks, rounds] = power_method(transitions, 1e-12);

[sorted, order] = sort(ranks, "descend");
for place = 1:4
  printf("%d. %-5s %.4f %s\n", place, names{order(place)}, sorted(place), repmat("*", 1, round(50 * sorted(place))));
end
printf("settled: %s\n", {"no", "yes"}{1 + (rounds > 10 && rounds < 200)});
printf("agree: %d %d\n", norm(ranks - by_eigenvector(transitions)) < 1e-9, norm(ranks - by_equations(transitions)) < 1e-9);
