package io.multiprocess.store.repository;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.data.annotation.QueryAnnotation;
import org.springframework.data.domain.Vector;
import org.springframework.data.geo.Distance;
import org.springframework.data.geo.Point;
import org.springframework.data.repository.query.QueryCreationException;
import org.springframework.data.repository.query.QueryLookupStrategy;

/** What cannot be asked is told when the repository is made. */
class StoreRepositoryDeclarationTests extends Staff {

  private void assertRefused(Class<?> repository, String reason) {
    assertThatExceptionOfType(QueryCreationException.class)
        .isThrownBy(() -> repository(repository))
        .withMessageContaining(reason)
        .matches(e -> e.toString().contains(".%s.".formatted(repository.getSimpleName())));
  }

  interface Mistyped extends StoreRepository<Employee, String> {
    List<Employee> findByNaem(String name);
  }

  interface MistypedOrder extends StoreRepository<Employee, String> {
    List<Employee> findByNameOrderByAgee(String name);
  }

  interface Named extends StoreRepository<Employee, String> {
    List<Employee> everybody();
  }

  @Test
  void propertiesThatAreNotThere() {
    assertRefused(Mistyped.class, "No property 'naem' found for type 'Employee'");
    assertRefused(MistypedOrder.class, "No property 'agee' found for type 'Employee'");
    assertRefused(Named.class, "The name is not that of a query, which is find..By..");
  }

  @QueryAnnotation
  @Retention(RetentionPolicy.RUNTIME)
  @interface Query {}

  interface Annotated extends StoreRepository<Employee, String> {
    @Query
    List<Employee> findByName(String name);
  }

  @Test
  void queriesThatAreNotNames() {
    assertRefused(
        Annotated.class, "Repositories of stores know neither queries by annotation nor named");
    StoreRepositoryFactory factory = new StoreRepositoryFactory(template);
    factory.setQueryLookupStrategyKey(QueryLookupStrategy.Key.USE_DECLARED_QUERY);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> factory.getRepository(StoreRepositoryResultTests.Employees.class))
        .withMessageContaining("Repositories of stores have no declared queries");
  }

  interface Near extends StoreRepository<Employee, String> {
    List<Employee> findByAddressNear(Point point, Distance distance);
  }

  interface Within extends StoreRepository<Employee, String> {
    List<Employee> findByAddressWithin(Point point);
  }

  interface Vectors extends StoreRepository<Employee, String> {
    List<Employee> findByName(String name, Vector vector);
  }

  @Test
  void keywordsOfOtherStores() {
    assertRefused(Near.class, "Cannot ask IsNear of 'address', which is");
    assertRefused(Within.class, "a store knows nothing of places");
    assertRefused(Vectors.class, "Stores know no vectors and no scores");
  }

  interface LikeNumber extends StoreRepository<Employee, String> {
    List<Employee> findByAgeLike(String age);
  }

  interface OrderOfObjects extends StoreRepository<Employee, String> {
    List<Employee> findByAddressLessThan(Employee.Address address);
  }

  interface TrueText extends StoreRepository<Employee, String> {
    List<Employee> findByNameTrue();
  }

  interface EmptyNumber extends StoreRepository<Employee, String> {
    List<Employee> findByAgeIsEmpty();
  }

  interface CaseOfNumbers extends StoreRepository<Employee, String> {
    List<Employee> findByAgeIgnoreCase(int age);
  }

  interface NotOfMany extends StoreRepository<Employee, String> {
    List<Employee> findByTagsNot(String tag);
  }

  interface SortByMany extends StoreRepository<Employee, String> {
    List<Employee> findByNameOrderByTasksTitle(String name);
  }

  @Test
  void keywordsThatDoNotSuitTheProperty() {
    assertRefused(LikeNumber.class, "Cannot ask IsLike of 'age', which is int: expected text");
    assertRefused(OrderOfObjects.class, "expected values that have an order");
    assertRefused(TrueText.class, "expected a boolean");
    assertRefused(EmptyNumber.class, "expected text or a collection");
    assertRefused(CaseOfNumbers.class, "expected text where case is ignored");
    assertRefused(NotOfMany.class, "expected NotContaining");
    assertRefused(SortByMany.class, "it leads to many values");
  }

  interface WrongType extends StoreRepository<Employee, String> {
    List<Employee> findByAge(String age);
  }

  interface WrongElements extends StoreRepository<Employee, String> {
    List<Employee> findByAgeIn(List<String> ages);
  }

  interface NoCollection extends StoreRepository<Employee, String> {
    List<Employee> findByAgeIn(int age);
  }

  interface TooMany extends StoreRepository<Employee, String> {
    List<Employee> findByAge(List<Integer> ages);
  }

  interface Missing extends StoreRepository<Employee, String> {
    List<Employee> findByAgeAndName(int age);
  }

  interface Surplus extends StoreRepository<Employee, String> {
    List<Employee> findByAge(int age, String name);
  }

  @Test
  void parametersThatDoNotSuitTheName() {
    assertRefused(WrongType.class, "it never compares with java.lang.String");
    assertRefused(WrongElements.class, "it never compares with java.util.List<java.lang.String>");
    assertRefused(NoCollection.class, "expected a collection or an array, found int");
    assertRefused(
        TooMany.class, "expected a single value, found java.util.List<java.lang.Integer>");
    assertRefused(Missing.class, "there is no parameter left for it");
    assertRefused(Surplus.class, "The name asks for 1 arguments, and there are parameters for 2");
  }

  interface Text extends StoreRepository<Employee, String> {
    String findByName(String name);
  }

  interface CountOfText extends StoreRepository<Employee, String> {
    String countByName(String name);
  }

  interface DeletedText extends StoreRepository<Employee, String> {
    String deleteByName(String name);
  }

  interface DeletedFirst extends StoreRepository<Employee, String> {
    void deleteFirst1ByName(String name);
  }

  interface Strange {
    String getColour();
  }

  interface WrongView extends StoreRepository<Employee, String> {
    List<Strange> findByName(String name);
  }

  @Test
  void resultsThatCannotBe() {
    assertRefused(Text.class, "Cannot return java.lang.String: it is neither");
    assertRefused(CountOfText.class, "a count is a number");
    assertRefused(DeletedText.class, "a deletion returns nothing, a number, or the entities");
    assertRefused(DeletedFirst.class, "First and Top are for find..By..");
    assertRefused(WrongView.class, "No property 'colour' found for type 'Employee'");
  }
}
