namespace AdminPortal.Ui;

/// <summary>One choice of a <see cref="SelectField{TValue}"/>.</summary>
public sealed record SelectOption<TValue>(TValue? Value, string Text, bool Disabled = false);
